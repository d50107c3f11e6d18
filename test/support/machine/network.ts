import { randomBytes, randomInt } from "node:crypto";
import pRetry from "p-retry";
import { idLabel, ownerLabel, removeSandbox } from "../../sandbox/clean";
import { owner } from "../../sandbox/owner";
import { docker } from "../containers";

/** The network between stand-ins: each keeps its address, also after a restart. */
export interface MachineNetwork {
  readonly name: string;
  /** As in 10.211.7.0/24. */
  readonly subnet: string;
  /** An address that nobody has yet. */
  freeAddress(): string;
  close(): Promise<void>;
}

export async function openNetwork(): Promise<MachineNetwork> {
  const { id, labels } = newLabels();
  const name = `machines-${id}`;
  const prefix = await pRetry(
    async () => {
      const start = `10.${randomInt(128, 255)}.${randomInt(256)}`;
      const IPAM = { Driver: "default", Config: [{ Subnet: `${start}.0/24`, Gateway: `${start}.1` }] };
      await docker.createNetwork({ Name: name, IPAM, Labels: labels });
      return start;
    },
    // Another network may have these addresses.
    { retries: 5, minTimeout: 10 },
  );
  let last = 1;
  return {
    name,
    subnet: `${prefix}.0/24`,
    freeAddress: () => `${prefix}.${++last}`,
    close: async () => void (await removeSandbox(docker, id)),
  };
}

/** Labels by which what is made is found and removed, also after a kill. */
export function newLabels(): { id: string; labels: Record<string, string> } {
  const id = randomBytes(4).toString("hex");
  return { id, labels: { [idLabel]: id, [ownerLabel]: owner() } };
}
