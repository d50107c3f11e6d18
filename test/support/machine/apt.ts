import { existsSync } from "node:fs";
import { sourcesOf } from "../../images/mirrors";
import { run } from "../../images/run";
import { pipe, runInside } from "./inside";

/** Credentials, keys and authorities that the machine's own apt may need for its mirrors. */
const needed = [
  "etc/apt/auth.conf",
  "etc/apt/auth.conf.d",
  "etc/apt/keyrings",
  "usr/local/share/ca-certificates",
  "etc/ssl/certs/ca-certificates.crt",
];

/** Lets apt in a stand-in get packages from where this machine's apt gets its own. */
export async function shareApt(container: string, release: string): Promise<void> {
  const there = needed.filter((path) => existsSync(`/${path}`));
  await pipe(
    ["tar", "-C", "/", "-ch", ...there],
    ["docker", "exec", "-i", container, "tar", "-x", "-C", "/"],
  );
  await runInside(container, "cat >/etc/apt/sources.list", `${(await sourcesOf(release)).join("\n")}\n`);
  await runInside(container, "cat >/etc/apt/apt.conf.d/90mirror", await transport());
}

/** How files are fetched: proxies, certificates, what is checked. */
async function transport(): Promise<string> {
  const lines = (await run("apt-config", ["dump"])).split("\n");
  const own = lines.filter((line) => /^Acquire::(http|https|Check-|Retries|Languages|ForceIPv)/.test(line));
  const proxies = ["http", "https"].flatMap((scheme) => {
    const proxy = process.env[`${scheme}_proxy`];
    return proxy ? [`Acquire::${scheme}::Proxy "${proxy}";`] : [];
  });
  return `${[...proxies, ...own].join("\n")}\n`;
}
