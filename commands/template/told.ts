import { basename } from "node:path";

/** How a template is named in settings, from what its builder printed: its path comes last. */
export function templateNamed(printed: string): string {
  const path = printed.trim().split("\n").at(-1) ?? "";
  const [, name, version] = /^(.+?-\d+)-(.+)\.qcow2$/.exec(basename(path)) ?? [];
  return `${path}\n\ntemplate: { name: ${name}, version: ${version} }`;
}
