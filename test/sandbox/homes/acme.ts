import { randomBytes } from "node:crypto";
import { docker } from "../../support/containers";
import { addressesAt, onFreeSubnet } from "../../support/freeSubnet";
import { type Pebble, type PebbleOptions, startPebble } from "../acme/pebble";
import { CertificatesOnHost } from "../certificatesOnHost";
import { idLabel, ownerLabel, removeSandbox } from "../clean";
import type { Heard } from "../environment";
import type { Config } from "../messages";
import { owner } from "../owner";
import { addressesOf, type RunningHomes, type StackName, startHomes } from "./homes";

/** Both homes, an ACME server in reach of both, and their directory of the host. */
export interface AcmeHomes {
  readonly homes: RunningHomes;
  readonly pebble: Pebble;
  readonly directory: CertificatesOnHost;
  /** What the deployment warned of, by stack. */
  readonly warnings: Readonly<Record<StackName, string>>;
  stop(): Promise<void>;
}

type Certificates = Readonly<Record<string, unknown>>;

export interface AcmeHomesOptions extends Pick<PebbleOptions, "certificateSeconds" | "refused"> {
  /** Names of the service beside `blog`. */
  readonly names: readonly string[];
  /** What is set of `homeport:certificates` beside server and directory. */
  readonly certificates: (pebble: Pebble) => Certificates;
  readonly config?: (pebble: Pebble) => Config;
}

/** Brings up both homes with certificates from an ACME server, which finds names at production's farm. */
export async function startAcmeHomes(options: AcmeHomesOptions): Promise<AcmeHomes> {
  const id = randomBytes(4).toString("hex");
  const labels = { [idLabel]: id, [ownerLabel]: owner() };
  const network = `homeport-acme-${id}`;
  const directory = new CertificatesOnHost();
  const warnings = { prod: "", staging: "" };
  await onFreeSubnet((prefix) =>
    docker.createNetwork({ Name: network, IPAM: addressesAt(prefix), Labels: labels }),
  );
  const pebble = await startPebble({
    networks: [network],
    address: addressesOf("prod").farm,
    labels,
    ...options,
  });
  let homes: RunningHomes | undefined;
  const stop = async () => {
    await pebble.stop();
    await homes?.stop();
    await removeSandbox(docker, id);
    directory.remove();
  };
  const hear = (stack: StackName, heard: Heard) => {
    if (!("made" in heard)) return;
    const { type, warnings: said = "" } = heard.made;
    warnings[stack] += said;
    // Long before the first name is asked for: there is a farm to be made first.
    if (type === "docker:index/network:Network") void pebble.joinSubnet(addressesOf(stack).subnet);
  };
  try {
    homes = await startHomes({ config: { ...configOf(options, pebble, directory) }, report: hear });
    return { homes, pebble, directory, warnings, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

const configOf = (
  { names, certificates, config }: AcmeHomesOptions,
  pebble: Pebble,
  { directory }: CertificatesOnHost,
): Config => ({
  "scenario:names": names,
  "homeport:certificates": {
    source: "acme",
    server: pebble.directoryUrl,
    authorityFile: pebble.authorityFile,
    directory,
    ...certificates(pebble),
  },
  ...config?.(pebble),
});
