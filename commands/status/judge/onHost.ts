import type { EnvironmentFacts, HostFacts } from "../facts/home";

const usual = ["", "unix:///var/run/docker.sock"];

/** A command of Docker's as a person types it here, whichever host it is for. */
export function dockerOn({ hosts }: Pick<EnvironmentFacts, "hosts">, host: string, words: string): string {
  const { endpoint, jump } = hosts.find(({ name }) => name === host) ?? { endpoint: "" };
  // Docker takes no way of its own.
  if (jump !== undefined) return shellOn({ endpoint, jump }, `docker ${words}`);
  return usual.includes(endpoint) ? `docker ${words}` : `docker -H ${endpoint} ${words}`;
}

/** The same of any command that runs on the host itself; without words, a look whether it lets anybody in. */
export function shellOn({ endpoint, jump }: Pick<HostFacts, "endpoint" | "jump">, words: string): string {
  const [, user = "", inBrackets, plain, port = "22"] =
    /^ssh:\/\/([^/@]+@)?(?:\[([^\]]+)\]|([^/:]+))(?::(\d+))?/.exec(endpoint) ?? [];
  const address = inBrackets ?? plain;
  if (address === undefined) return words;
  const options = [...(jump === undefined ? [] : ["-J", jump]), ...(port === "22" ? [] : ["-p", port])];
  return ["ssh", ...options, `${user}${address}`, words].join(" ");
}
