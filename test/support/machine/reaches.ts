import type { Machine } from "./machine";

/** Whether a TCP port takes connections from a machine. */
export const reaches = (from: Machine, address: string, port: number): Promise<boolean> =>
  from.run(`timeout 2 bash -c '</dev/tcp/${address}/${port}'`).then(
    () => true,
    () => false,
  );
