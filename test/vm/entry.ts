import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderRemote } from "../../components/hosts/machine/script";
import { run } from "../images/run";
import { removeFolder } from "../support/removeFolder";

/** Where a VM is, and what tells it and its visitor from others. */
export interface Door {
  readonly address: string;
  readonly hostKey: string;
  /** File with the key that opens it. */
  readonly identity: string;
}

/** Runs a script as root in a VM, by what a deployment enters machines with. */
export const enterVm = (door: Door, script: string): Promise<string> =>
  run("sh", ["-c", remote(door, script)]);

/** A key that opens VMs, as the program makes one for each. */
export class EntryKey {
  private constructor(private readonly folder: string) {}

  static async make(): Promise<EntryKey> {
    const folder = mkdtempSync(join(tmpdir(), "homeport-entry-"));
    await run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", join(folder, "key")]);
    return new EntryKey(folder);
  }

  get publicKey(): string {
    return readFileSync(join(this.folder, "key.pub"), "utf8");
  }

  /** Runs a script as root in a VM that shows this host key. */
  enter = (address: string, hostKey: string, script: string): Promise<string> =>
    enterVm(this.door(address, hostKey), script);

  /** The same, fed with what a command here prints. */
  feed = (address: string, hostKey: string, command: string, script: string): Promise<string> =>
    run("sh", ["-c", `${command} | {\n${remote(this.door(address, hostKey), script)}\n}`]);

  forget = () => removeFolder(this.folder);

  private door = (address: string, hostKey: string): Door => ({
    address,
    hostKey,
    identity: join(this.folder, "key"),
  });
}

function remote(door: Door, script: string): string {
  const target = { name: "vm", port: 22, user: "root", keepAliveSeconds: 30, ...door };
  return renderRemote({ target, asksPassword: false }, script);
}
