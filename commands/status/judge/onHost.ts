import type { EnvironmentFacts } from "../facts";

const usual = ["", "unix:///var/run/docker.sock"];

/** A command of Docker's as a person types it here, whichever host it is for. */
export function dockerOn({ hosts }: Pick<EnvironmentFacts, "hosts">, host: string, words: string): string {
  const endpoint = hosts.find(({ name }) => name === host)?.endpoint ?? "";
  return usual.includes(endpoint) ? `docker ${words}` : `docker -H ${endpoint} ${words}`;
}

/** The same of any command that runs on the host itself; without words, a look whether it lets anybody in. */
export function shellOn(endpoint: string, words: string): string {
  const [, user = "", inBrackets, plain, port = "22"] =
    /^ssh:\/\/([^/@]+@)?(?:\[([^\]]+)\]|([^/:]+))(?::(\d+))?/.exec(endpoint) ?? [];
  const address = inBrackets ?? plain;
  if (address === undefined) return words;
  return ["ssh", ...(port === "22" ? [] : ["-p", port]), `${user}${address}`, words].join(" ");
}
