import { inUrl } from "../../components/shared/address";
import type { Engine } from "./state";

/**
 * Where an engine is for whoever types: of one over SSH the endpoint has its host's name, and the address is among the
 * options that a person does not have.
 */
export function whereabouts({ endpoint, sshOptions }: Engine): string {
  const address = hostName.exec(optionOf(sshOptions, "HostName="))?.[1];
  if (address === undefined) return endpoint;
  return endpoint.replace(/^(ssh:\/\/(?:[^@/]+@)?)[^:/]+/, (_, before) => before + inUrl(address));
}

/** The machine on the way to an engine, as `ssh -J` takes it; none where it is reached directly. */
export function jumpOf({ sshOptions }: Engine): string | undefined {
  const command = optionOf(sshOptions, "ProxyCommand=");
  const address = hostName.exec(command)?.[1];
  const [, user, port] = / -l (\S+) -p (\d+) /.exec(command) ?? [];
  if (address === undefined) return undefined;
  return `${user}@${inUrl(address)}${port === "22" ? "" : `:${port}`}`;
}

const hostName = /HostName=([^\s']+)/;

const optionOf = (options: readonly string[], name: string): string =>
  options.find((one) => one.startsWith(name)) ?? "";
