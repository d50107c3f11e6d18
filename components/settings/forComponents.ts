import type * as pulumi from "@pulumi/pulumi";
import type { CertificateSource } from "../certificates/source";
import type { HaproxyFarmArgs } from "../haproxyFarm/args";
import type { PrivatePort } from "../traefikRouter/args";
import type { Resolved } from "./parse";

/** What the program needs to know, in the form in which its components take it. */
export interface Settings {
  readonly subnet: string;
  /** Where the routers' port is published. */
  readonly routerPort: PrivatePort;
  /** All that a farm does not get from the program. */
  readonly farm: Omit<HaproxyFarmArgs, "network" | "services" | "image">;
  readonly images: Resolved["images"];
}

/** Arranges a stack's settings by the components that take them. */
export function forComponents(
  { ports, network, certificates, tls, rateLimit, images }: Resolved,
  secretOf: (name: string) => pulumi.Input<string>,
): Settings {
  const { subnet, bindAddress, privateAddress, publicPorts } = network;
  const { router, ...farmPorts } = ports;
  return {
    subnet,
    routerPort: { address: privateAddress, port: router },
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
function withCredentials(
  certificates: Resolved["certificates"],
  secretOf: (name: string) => pulumi.Input<string>,
): CertificateSource {
  if (certificates.source !== "acme") return certificates;
  const { challenge, ...rest } = certificates;
  if (challenge.kind === "http-01") return { ...rest, challenge };
  const credentials = Object.fromEntries(challenge.credentials.map((name) => [name, secretOf(name)]));
  return { ...rest, challenge: { ...challenge, credentials } };
}
