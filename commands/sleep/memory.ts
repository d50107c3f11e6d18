import { renderColumns } from "../status/render/table";
import { bytes } from "../status/render/units";
import type { HostLook } from "./environment";

/** How much memory of a host its containers use, and may use, in bytes. */
export interface MemoryOnHost {
  readonly host: string;
  /** How many run. */
  readonly containers: number;
  /** @default nobody knows it */
  readonly used?: number;
  readonly limits: number;
}

/** What runs on each host takes. */
export const memoryOn = (hosts: readonly HostLook[]): MemoryOnHost[] =>
  hosts.map(({ host, containers, memory }) => {
    const running = containers.filter(({ state }) => state === "running");
    const sum = (amounts: readonly number[]) => amounts.reduce((all, one) => all + one, 0);
    const used = running.flatMap(({ id }) => memory.get(id) ?? []);
    return {
      host,
      containers: running.length,
      ...(used.length === running.length ? { used: sum(used) } : {}),
      limits: sum(running.map(({ memoryLimit }) => memoryLimit)),
    };
  });

/** Renders what it was before and after, a row a host. */
export function renderMemory(before: readonly MemoryOnHost[], after?: readonly MemoryOnHost[]): string {
  const told = ({ containers, used, limits }: MemoryOnHost) => [
    String(containers),
    used === undefined ? "unknown" : bytes(used),
    limits > 0 ? bytes(limits) : "none",
  ];
  const rows = before.map((one) => {
    const then = after?.find(({ host }) => host === one.host);
    const cells = then ? told(one).map((cell, at) => `${cell} → ${told(then)[at]}`) : told(one);
    return [one.host, ...cells];
  });
  const head = ["HOST", "CONTAINERS", "MEMORY", "LIMITS"];
  return renderColumns({ head, rows, width: 120, giving: [] });
}
