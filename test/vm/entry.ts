import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { renderRemote } from "../../components/machine/script";
import { run } from "../images/run";

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

  /** Runs a script as root in a VM that shows this host key, by what a deployment enters machines with. */
  enter = (address: string, hostKey: string, script: string): Promise<string> =>
    run("sh", ["-c", this.remote(address, hostKey, script)]);

  /** The same, fed with what a command here prints. */
  feed = (address: string, hostKey: string, command: string, script: string): Promise<string> =>
    run("sh", ["-c", `${command} | {\n${this.remote(address, hostKey, script)}\n}`]);

  forget = () => rmSync(this.folder, { recursive: true });

  private remote(address: string, hostKey: string, script: string): string {
    const door = { name: "vm", address, port: 22, user: "root", hostKey, identity: join(this.folder, "key") };
    return renderRemote({ target: { ...door, keepAliveSeconds: 30 }, asksPassword: false }, script);
  }
}
