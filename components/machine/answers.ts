import { connect } from "node:net";
import * as pulumi from "@pulumi/pulumi";
import type { KnownTarget } from "./options";

/** How long a preview waits for a machine, in seconds. */
const patienceSeconds = 3;

/** Warns at a preview of a machine that is off: what it shows of it is then what was known last. */
export async function warnOfSilence(
  { jump, ...target }: KnownTarget,
  resource: pulumi.Resource,
): Promise<void> {
  const { name, address, port } = firstOnTheWay(target);
  if (await answers(address, port)) return;
  await pulumi.log.warn(
    `host ${name}: ${address}, port ${port}, does not answer. The preview shows what was known last; an update would fail where it changes something there.`,
    resource,
  );
}

const firstOnTheWay = (target: KnownTarget): KnownTarget =>
  target.jump ? firstOnTheWay(target.jump) : target;

const answers = (host: string, port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect({ host, port, timeout: patienceSeconds * 1000 });
    const end = (answered: boolean) => {
      socket.destroy();
      resolve(answered);
    };
    socket.once("connect", () => end(true));
    socket.once("timeout", () => end(false));
    socket.once("error", () => end(false));
  });
