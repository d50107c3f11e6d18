import { putFile } from "./shell";

const fileOf = (key: string): string => `/proc/sys/${key.replaceAll(".", "/")}`;

/** What the kernel has now of a setting, as shell. */
export const kernelHas = (key: string): string => `"$(cat ${fileOf(key)})"`;

/** Lines by which the kernel has settings at once, and after each start. A container that stands for a machine may not change them. */
export const kernelSettings = (name: string, values: Readonly<Record<string, number>>): string => {
  const all = Object.entries(values);
  return [
    putFile(
      `/etc/sysctl.d/60-homeport-${name}.conf`,
      all.map(([key, value]) => `${key} = ${value}`).join("\n"),
    ),
    ...all.map(([key, value]) => `[ ! -w ${fileOf(key)} ] || echo ${value} > ${fileOf(key)}`),
  ].join("\n");
};
