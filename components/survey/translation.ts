/** Since which engine visitors by IPv6 are translated without a word. */
const sinceVersion = 27;

interface Parts {
  readonly version: string;
  readonly daemon: string;
  readonly flags: string;
}

/**
 * Whether an engine leads IPv6 to containers as it leads IPv4, so that visitors keep their addresses and environments are
 * kept apart.
 * @returns undefined where that is not seen
 */
export function translatesSix({ version, daemon, flags }: Parts): boolean | undefined {
  const flag = /--ip6tables(?:=(\w+))?(?= |$)/.exec(flags);
  if (flag) return flag[1] !== "false";
  const setting = inFile(daemon);
  if (typeof setting === "boolean") return setting;
  const major = Number(/"Server":.*?"Version":"(\d+)\./.exec(version)?.[1]);
  return Number.isNaN(major) ? undefined : major >= sinceVersion;
}

function inFile(text: string): unknown {
  try {
    return JSON.parse(text || "{}").ip6tables;
  } catch {
    return undefined;
  }
}

/** What is said of an engine that does not. */
export const untranslated = (host: string): string =>
  `the engine of host ${host} does not translate IPv6: visitors would lose their addresses, and environments would not be kept apart.
  Take Docker 27 or later, or write into its daemon.json, and start it anew: { "ip6tables": true, "experimental": true }; on a host over SSH: setup: { daemon: { ip6tables: true, experimental: true } }`;
