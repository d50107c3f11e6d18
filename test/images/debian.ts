/**
 * Packages of one release of Debian on a machine that may run another: the machine's own apt, with state of
 * its own, so that nothing is installed and root is not needed.
 */
import { existsSync, lstatSync } from "node:fs";
import { copyFile, cp, mkdir, rm, symlink, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { installPackages } from "../support/apt";
import { mirrors } from "./mirrors";
import { run } from "./run";

export type Release = "bookworm" | "trixie";

const keyring = "/usr/share/keyrings/debian-archive-keyring.gpg";
/** What every system has; two of its dependencies can be fulfilled in several ways. */
const essential = ["usr-is-merged", "mawk", "?essential"];
// Parts of packages that no container reads.
const unread = ["doc", "doc-base", "info", "lintian", "locale", "man", "bash-completion"];

export class DebianPackages {
  private constructor(private readonly directory: string) {}

  /** Reads the package lists, from the first of the machine's mirrors that has the release. */
  static async open(release: Release, directory: string): Promise<DebianPackages> {
    await requireKey(release);
    const packages = new DebianPackages(directory);
    await mkdir(join(directory, "lists/partial"), { recursive: true });
    await mkdir(join(directory, "archives/partial"), { recursive: true });
    await writeFile(join(directory, "status"), "");
    await writeFile(join(directory, "apt.conf"), aptConfiguration(directory));
    let failure: unknown = new Error("apt's sources name no Debian mirror: set DEBIAN_MIRROR to one");
    for (const mirror of await mirrors()) {
      const source = `deb [signed-by=${keyring}] ${mirror} ${release} main\n`;
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
    const archives = (await this.download(names)).filter((archive) => !left.has(archive));
    await rm(to, { recursive: true, force: true });
    await mkdir(to, { recursive: true });
    for (const archive of archives) {
      await run("dpkg-deb", ["--extract", this.path(archive), to]);
    }
    await merged(to);
    for (const part of unread) {
      await rm(join(to, "usr/share", part), { recursive: true, force: true });
    }
  }

  /** Puts these packages to `archives/` in a directory, and the files of what every system has to `packages/`. */
  async system(names: string[], to: string): Promise<void> {
    for (const merged of ["bin", "lib", "lib64", "sbin"]) {
      await mkdir(join(to, "packages/usr", merged), { recursive: true });
      await symlink(`usr/${merged}`, join(to, "packages", merged));
    }
    const unpack =
      'dpkg-deb --fsys-tarfile "$0" | tar --extract --preserve-permissions --keep-directory-symlink --directory "$1"';
    for (const archive of await this.download(essential)) {
      await run("sh", ["-c", unpack, this.path(archive), join(to, "packages")]);
    }
    await mkdir(join(to, "archives"));
    for (const archive of await this.download([...essential, ...names])) {
      await copyFile(this.path(archive), join(to, "archives", archive));
    }
  }

  private path(archive: string): string {
    return join(this.directory, "archives", archive);
  }

  private async download(names: string[]): Promise<string[]> {
    await this.apt(["install", "--yes", "--download-only", ...names]);
    return this.archives(names);
  }

  private async archives(names: string[]): Promise<string[]> {
    return archivesOf(await this.apt(["install", "--simulate", ...names]));
  }

  private apt(args: string[]): Promise<string> {
    return run("apt-get", args, { env: { APT_CONFIG: join(this.directory, "apt.conf"), LC_ALL: "C" } });
  }
}

/** Moves what Debian 12 has at the top to where Debian 13 has it. */
async function merged(directory: string): Promise<void> {
  for (const top of ["bin", "lib", "lib64", "sbin"].map((name) => join(directory, name)))
    if (existsSync(top) && lstatSync(top).isDirectory()) {
      await cp(top, join(directory, "usr", basename(top)), { recursive: true, verbatimSymlinks: true });
      await rm(top, { recursive: true });
    }
}

/** Debian 12 machines that were never updated do not know Debian 13's key. */
async function requireKey(release: Release): Promise<void> {
  if (existsSync(`/usr/share/keyrings/debian-archive-${release}-stable.gpg`)) {
    return;
  }
  if (!existsSync("/usr/bin/apt-get")) {
    throw new Error("the test images are made of Debian packages: build them on Debian or Ubuntu");
  }
  if (process.getuid?.() !== 0) {
    throw new Error(
      "the key of Debian's release is missing: as root, apt-get install debian-archive-keyring",
    );
  }
  await installPackages(["debian-archive-keyring"]);
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
