import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { testImages } from "../images/tags";
import type { TestCertificate } from "../support/certificates";
import { removeFolder } from "../support/removeFolder";

/**
 * A directory of the engine's host in certbot's layout, all of it root's and closed to everyone else. It is
 * written to from a container: the tests may run as somebody who could not.
 */
export class CertificatesOnHost {
  private readonly folder = mkdtempSync(join(tmpdir(), "homeport-certificates-"));
  /** Made by the engine, as root. */
  readonly directory = join(this.folder, "letsencrypt");
  private issues = 0;

  issue(name: string, { chain, key }: TestCertificate): void {
    const archive = `archive/${name}-${++this.issues}`;
    const write = (file: string, text: string) =>
      `cat > ${archive}/${file} <<'EOF'\n${text.trimEnd()}\nEOF\nchmod 600 ${archive}/${file}\n`;
    this.sh(`mkdir -p live ${archive}; chmod 700 live archive
${write("fullchain.pem", chain)}${write("privkey.pem", key)}
ln -s ../${archive} live/.new; mv -T live/.new live/${name}`);
  }

  /** Runs a script in the directory, as root. */
  sh(script: string): string {
    const words = ["run", "--rm", "-i", "--network", "none", "-v", `${this.directory}:/host`, "-w", "/host"];
    const image = ["--entrypoint", "sh", "-u", "0", testImages.haproxy, "-eu"];
    const { status, stdout, stderr } = spawnSync("docker", [...words, ...image], {
      input: script,
      encoding: "utf8",
      timeout: 30_000,
    });
    if (status !== 0) throw new Error(`a script for ${this.directory} failed: ${stdout}${stderr}`);
    return stdout;
  }

  remove(): void {
    this.sh("rm -rf ./* ./.[!.]*");
    removeFolder(this.folder);
  }
}
