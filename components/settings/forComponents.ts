import type { CertificateSource } from "../certificates/source";
import type { DockerHostArgs } from "../dockerHost/args";
import type { HaproxyFarmArgs } from "../haproxyFarm/args";
import type { PublishedRouter } from "../traefikRouter/args";
import { type SecretOf, withSecrets } from "./hostArgs";
import type { Resolved } from "./parse";
import { placeOf } from "./places";

/** Where an environment is on one host. */
export interface HostSettings {
  readonly host: DockerHostArgs;
  /** The environment's network there. */
  readonly subnet: string;
  /** Where its router's port is published. */
  readonly routerPort: PublishedRouter;
}

/** What the program needs to know, in the form in which its components take it. */
export interface Settings {
  readonly hosts: {
    readonly infra: HostSettings;
    /** @default the applications run on `infra` */
    readonly apps?: HostSettings;
  };
  /** All that a farm does not get from the program. */
  readonly farm: Omit<HaproxyFarmArgs, "network" | "services" | "image">;
  readonly images: Resolved["images"];
}

/** Arranges a stack's settings by the components that take them. */
export function forComponents(settings: Resolved, secretOf: SecretOf): Settings {
  const { ports, network, hosts, certificates, tls, rateLimit, images } = settings;
  const { subnet, bindAddress, privateAddress, publicPorts } = network;
  const { router, ...farmPorts } = ports;
  return {
    hosts: {
      infra: {
        host: withSecrets(hosts.infra, secretOf),
        subnet,
        routerPort: { address: privateAddress, port: router },
      },
      apps: hosts.apps && { host: withSecrets(hosts.apps, secretOf), ...placeOf(hosts.apps, settings) },
    },
    farm: {
      ports: farmPorts,
      publicPorts,
      bindAddress,
      statsAddress: privateAddress,
      certificates: withCredentials(certificates, secretOf),
      keeperImage: images.keeper,
      legoImage: images.lego,
      ...tls,
      rateLimit,
    },
    images,
  };
}

/** Settings name the secrets of a DNS provider; whoever uses them needs their values. */
function withCredentials(certificates: Resolved["certificates"], secretOf: SecretOf): CertificateSource {
  if (certificates.source !== "acme") return certificates;
  const { challenge, ...rest } = certificates;
  if (challenge.kind === "http-01") return { ...rest, challenge };
  const credentials = Object.fromEntries(challenge.credentials.map((name) => [name, secretOf(name)]));
  return { ...rest, challenge: { ...challenge, credentials } };
}
