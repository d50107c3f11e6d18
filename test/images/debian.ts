/**
 * Files of Debian 13 packages on a machine that may run another Debian: the machine's own apt, with
 * state of its own, so that nothing is installed and root is not needed.
 */
import { existsSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./run";

const suite = "trixie";
const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
const suiteKey = `/usr/share/keyrings/debian-archive-${suite}-stable.gpg`;
// Parts of packages that no container reads.
const unread = ["doc", "doc-base", "info", "lintian", "locale", "man", "bash-completion"];

export class DebianPackages {
  private constructor(private readonly directory: string) {}

  /** Reads the package lists, from the first of the machine's mirrors that has the suite. */
  static async open(directory: string): Promise<DebianPackages> {
    await requireKey();
    const packages = new DebianPackages(directory);
    await mkdir(join(directory, "lists/partial"), { recursive: true });
    await mkdir(join(directory, "archives/partial"), { recursive: true });
    await writeFile(join(directory, "status"), "");
    await writeFile(join(directory, "apt.conf"), aptConfiguration(directory));
    let failure: unknown = new Error("apt's sources name no Debian mirror: set DEBIAN_MIRROR to one");
    for (const mirror of await mirrors()) {
      const source = `deb [signed-by=${keyring}] ${mirror} ${suite} main\n`;
      await writeFile(join(directory, "sources.list"), source);
      try {
        await packages.apt(["update", "--error-on=any"]);
        return packages;
      } catch (error) {
        failure = error;
      }
    }
    throw failure;
  }

  /** Unpacks these packages and what they depend on, without what `without` brings, to a new directory. */
  async unpack(names: string[], to: string, without: string[] = []): Promise<void> {
    const left = new Set(without.length > 0 ? await this.archives(without) : []);
    const archives = (await this.archives(names)).filter((archive) => !left.has(archive));
    await this.apt(["install", "--yes", "--download-only", ...names]);
    await rm(to, { recursive: true, force: true });
    await mkdir(to, { recursive: true });
    for (const archive of archives) {
      await run("dpkg-deb", ["--extract", join(this.directory, "archives", archive), to]);
    }
    for (const part of unread) {
      await rm(join(to, "usr/share", part), { recursive: true, force: true });
    }
  }

  private async archives(names: string[]): Promise<string[]> {
    return archivesOf(await this.apt(["install", "--simulate", ...names]));
  }

  private apt(args: string[]): Promise<string> {
    return run("apt-get", args, { env: { APT_CONFIG: join(this.directory, "apt.conf"), LC_ALL: "C" } });
  }
}

/** Debian 12 machines that were never updated do not know Debian 13's key. */
async function requireKey(): Promise<void> {
  if (existsSync(suiteKey)) {
    return;
  }
  if (!existsSync("/usr/bin/apt-get")) {
    throw new Error("the test images are made of Debian packages: build them on Debian or Ubuntu");
  }
  if (process.getuid?.() !== 0) {
    throw new Error("Debian 13's key is missing: as root, apt-get install debian-archive-keyring");
  }
  await run("apt-get", ["update"]);
  await run("apt-get", ["install", "--yes", "-o", "DPkg::Lock::Timeout=300", "debian-archive-keyring"]);
}

/** The file names of the packages that `apt-get install --simulate` would install. */
export function archivesOf(simulation: string): string[] {
  const lines = simulation.matchAll(/^Inst (\S+) \((\S+) .*\[(\w+)\]\)/gm);
  return [...lines].map(
    ([, name, version, arch]) => `${name}_${version?.replaceAll(":", "%3a")}_${arch}.deb`,
  );
}

/** Added to the machine's own configuration, whose proxies and certificates stay in force. */
const aptConfiguration = (directory: string) => `
Dir::State "${directory}";
Dir::State::status "${directory}/status";
Dir::Cache "${directory}";
Dir::Etc::SourceList "${directory}/sources.list";
Dir::Etc::SourceParts "/dev/null";
Dir::Etc::Preferences "/dev/null";
Dir::Etc::PreferencesParts "/dev/null";
APT::Install-Recommends "false";
APT::Sandbox::User "";
Acquire::Languages "none";
Acquire::IndexTargets::deb::DEP-11::DefaultEnabled "false";
#clear APT::Default-Release;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
`;

async function mirrors(): Promise<string[]> {
  if (process.env.DEBIAN_MIRROR) {
    return [process.env.DEBIAN_MIRROR];
  }
  const system = await readFile("/etc/os-release", "utf8");
  const codename = /^VERSION_CODENAME=(\w+)$/m.exec(system)?.[1];
  const format = "$(RELEASE) $(COMPONENT) $(REPO_URI)";
  // Without release information: the lists of a fresh machine were never downloaded.
  const targets = await run("apt-get", [
    "--no-release-info",
    "indextargets",
    "--format",
    format,
    "Created-By: Packages",
  ]);
  const found = targets.split("\n").filter((line) => line.startsWith(`${codename} main `));
  return /^ID=debian$/m.test(system) ? [...new Set(found.map((line) => line.split(" ")[2] ?? ""))] : [];
}
