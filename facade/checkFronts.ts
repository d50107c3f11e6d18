import type { Problems } from "./check";

/** Says what only a home knows of its second farm. */
export function checkVirtualAddress(given: unknown, hosts: readonly string[], problems: Problems): void {
  if (given === undefined) return;
  const example = "{ address: 192.168.1.10/24, host: cellar }";
  if (!problems.group("virtualAddress", given, example)) return;
  const { host } = given as { host?: unknown };
  const others = hosts.slice(1);
  if (!others.includes(String(host)))
    problems.add(
      "virtualAddress.host",
      `${JSON.stringify(host)} is none of the hosts beside the first (${others.join(", ") || "there is none"})`,
    );
}
