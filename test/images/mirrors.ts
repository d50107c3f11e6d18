/** Where the machine's own apt gets Debian's packages; the same mirrors have its other releases. */
import { readFile } from "node:fs/promises";
import { run } from "./run";

interface Repository {
  /** As in bookworm-security. */
  suite: string;
  component: string;
  mirror: string;
}

/** The mirrors that have the machine's release; an own one is named by DEBIAN_MIRROR. */
export async function mirrors(): Promise<string[]> {
  if (process.env.DEBIAN_MIRROR) return [process.env.DEBIAN_MIRROR];
  const codename = /^VERSION_CODENAME=(\w+)$/m.exec(await system())?.[1];
  const found = (await repositories()).filter(
    ({ suite, component }) => suite === codename && component === "main",
  );
  return [...new Set(found.map(({ mirror }) => mirror))];
}

/** Lines for `sources.list` of another release, with its updates where the machine gets its own. */
export async function sourcesOf(release: string): Promise<string[]> {
  if (process.env.DEBIAN_MIRROR) return [`deb ${process.env.DEBIAN_MIRROR} ${release} main`];
  const [, codename = ""] = /^VERSION_CODENAME=(\w+)$/m.exec(await system()) ?? [];
  const own = (await repositories()).filter(({ suite }) => suite.split("-")[0] === codename);
  const lines = own.map(
    ({ suite, component, mirror }) => `deb ${mirror} ${suite.replace(codename, release)} ${component}`,
  );
  return [...new Set(lines)];
}

async function repositories(): Promise<Repository[]> {
  if (!/^ID=debian$/m.test(await system())) return [];
  const format = "$(RELEASE) $(COMPONENT) $(REPO_URI)";
  // Without release information: the lists of a fresh machine were never downloaded.
  const targets = await run("apt-get", [
    "--no-release-info",
    "indextargets",
    "--format",
    format,
    "Created-By: Packages",
  ]);
  return targets
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => {
      const [suite = "", component = "", mirror = ""] = line.split(" ");
      return { suite, component, mirror };
    });
}

const system = () => readFile("/etc/os-release", "utf8");
