import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { trustDirectory, trustOn, trustVariables } from "../front/certificates/trust";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import { hardened, silentlyIgnored } from "../shared/hardening";
import type { ContainerArgs } from "./args";
import { asReadBack, defaultCapabilities } from "./capabilities";
import { renderEnvironment } from "./environment";
import { serviceLimits } from "./limits";
import { processInputs } from "./process";
import { renderTemporary } from "./temporary";

/** Where containers are, and what they belong to. */
export interface ContainerPlace {
  /** The network of the environment. */
  readonly network: EnvironmentNetwork;
  /** Where their arguments stand, as messages name it: `blog`. */
  readonly path: string;
  /** What the names of their resources begin with. */
  readonly name: string;
  /** Options of a resource that they have beside them, by what it is to them. */
  readonly options: (role: string) => pulumi.CustomResourceOptions;
}

/** A volume of the engine that containers see at a path. */
export interface Mounted {
  /** The engine's name. */
  readonly volume: pulumi.Input<string>;
  readonly path: string;
  /** @default false */
  readonly readOnly?: boolean;
}

/** What containers of the same arguments have in common: all but name, labels, networks and who starts them. */
export interface ContainerInputs {
  readonly inputs: Omit<docker.ContainerArgs, "name" | "labels" | "networksAdvanced" | "start" | "mustRun">;
  readonly options: Pick<pulumi.CustomResourceOptions, "dependsOn" | "replaceOnChanges">;
}

/** The inputs of containers, called once for all that have the same arguments. */
export function containerInputs(
  { network, path }: ContainerPlace,
  args: ContainerArgs,
  mounted: readonly Mounted[],
): ContainerInputs {
  const trust = args.trustAuthority ? trustOn(network, path) : undefined;
  return {
    inputs: {
      ...hardened(network.host.fit(path, serviceLimits, args.limits)),
      image: network.host.image(args.image),
      command: args.command && [...args.command],
      envs: renderEnvironment({ ...(trust && trustVariables), ...args.environment }),
      user: args.user,
      readOnly: args.readOnly,
      tmpfs: args.temporary && renderTemporary(args.temporary),
      capabilities: { drops: ["ALL"], adds: asReadBack(args.capabilities ?? defaultCapabilities) },
      volumes: [
        ...mounted.map(({ volume, path: containerPath, readOnly }) => ({
          volumeName: volume,
          containerPath,
          readOnly,
        })),
        ...(trust ? [{ volumeName: trust.volume.name, containerPath: trustDirectory, readOnly: true }] : []),
      ],
      ...processInputs(args),
    },
    options: { ...(trust && { dependsOn: [trust.filled] }), replaceOnChanges: silentlyIgnored },
  };
}
