import * as pulumi from "@pulumi/pulumi";
import { tellOfClear } from "../../shared/inClear";
import { sshDefaults } from "./defaults";
import { provideKey } from "./key";
import type { KnownDoor, KnownTarget } from "./options";
import type { Way } from "./script";
import type { SshDoor, SshTarget } from "./target";

/** A machine on which scripts run. */
export interface Machine {
  readonly name: string;
  /** How it is reached over SSH; undefined for the machine that runs the program. */
  readonly ssh?: SshWay;
}

/** The way to a machine, as far as it is known. */
export interface SshWay {
  readonly way: pulumi.Output<Way>;
  /** A secret. @default none is needed */
  readonly sudoPassword?: pulumi.Output<string>;
  /** The public key to install, where the program made the key. */
  readonly publicKey?: pulumi.Output<string>;
}

/** A machine that is entered over SSH. */
export interface SshMachine extends Machine {
  readonly ssh: SshWay;
}

/** Options of what is on a machine that may go. */
export type GoesWith = Pick<pulumi.CustomResourceOptions, "deletedWith" | "replaceWith">;

/**
 * Makes a machine that is entered over SSH, with the key in place that it takes.
 * @param behind the machine on the way, where the program has made that one too
 */
export function sshMachine(
  name: string,
  target: SshTarget,
  parent: pulumi.Resource,
  behind?: Machine,
): SshMachine {
  const { jump, sudoPassword, keepAliveSeconds = sshDefaults.keepAliveSeconds } = target;
  tellOfClear(name, {
    sudoPassword,
    "key.privateKey": privateKeyOf(target),
    "jump.key.privateKey": jump && privateKeyOf(jump),
  });
  const door = knownDoor(name, target, parent);
  const jumpDoor = jump && knownDoor(`${name}-jump`, jump, parent);
  const { publicKey } = door;
  const way = pulumi
    .all([door.known, jumpDoor?.known, behind?.ssh?.way, publicKey])
    .apply(([to, by, behindThat, key]): Way => {
      const onTheWay: KnownTarget | undefined = by ? { ...by, keepAliveSeconds } : behindThat?.target;
      return {
        target: { ...to, jump: onTheWay, keepAliveSeconds },
        asksPassword: sudoPassword !== undefined,
        publicKey: key,
      };
    });
  // Also where the program forgot to say so.
  const password = sudoPassword === undefined ? undefined : pulumi.secret(sudoPassword);
  return { name, ssh: { way, sudoPassword: password, publicKey } };
}

const privateKeyOf = ({ key }: SshDoor) => (key?.from === "value" ? key.privateKey : undefined);

function knownDoor(name: string, given: SshDoor, parent: pulumi.Resource) {
  const { port = sshDefaults.port, user = sshDefaults.user, key = sshDefaults.key } = given;
  const { path, publicKey } = provideKey(name, key, parent);
  const known = pulumi.all([given.address, given.hostKey, path]).apply(
    ([at, pinned, identity]): KnownDoor => ({
      name,
      address: at,
      port,
      user,
      hostKey: keyOnly(pinned),
      identity,
    }),
  );
  return { known, publicKey };
}

/** What stands behind a public key is a comment. */
const keyOnly = (publicKey: string): string => publicKey.trim().split(/\s+/).slice(0, 2).join(" ");
