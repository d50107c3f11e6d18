import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { trustDirectory, trustOn, trustVariables } from "../front/certificates/trust";
import { hardened, silentlyIgnored } from "../shared/hardening";
import type { ContainerArgs } from "./args";
import { asReadBack, defaultCapabilities } from "./capabilities";
import { renderEnvironment, variablesFrom } from "./environment";
import { filesVolume } from "./filesVolume";
import { renderHealth } from "./health";
import { hiddenIn } from "./hidden";
import { kernelInputs, renderUlimits } from "./kernel";
import { serviceLimits } from "./limits";
import type { ContainerPlace, Mounted } from "./place";
import { processInputs } from "./process";
import type { Told } from "./said";
import { renderTemporary } from "./temporary";
import { warnOfTracked } from "./tracked";

/** What containers of the same arguments have in common: all but name, labels, networks and who starts them. */
export interface ContainerInputs {
  readonly inputs: Omit<docker.ContainerArgs, "name" | "labels" | "networksAdvanced" | "start">;
  readonly options: Pick<pulumi.CustomResourceOptions, "dependsOn" | "replaceOnChanges">;
  /** By which their labels tell what was said of them. */
  readonly told: Told;
  /** What no log line may show, one a line: the value of `hiddenVariable` where their logs are shown. */
  readonly hidden: pulumi.Output<string>;
}

/** The inputs of containers, called once for all that have the same arguments. */
export function containerInputs(
  place: ContainerPlace,
  args: ContainerArgs,
  mounted: readonly Mounted[],
): ContainerInputs {
  const { network, path } = place;
  const trust = args.trustAuthority ? trustOn(network, path) : undefined;
  const image = network.host.image(args.image);
  const files = args.files?.length ? filesVolume(place, args.files, image) : undefined;
  const own = variablesFrom(args);
  const process = processInputs(args);
  const kernel = kernelInputs(args);
  const healthcheck = args.health && renderHealth(args.health);
  warnOfTracked(path, args.environmentFiles ?? []);
  return {
    inputs: {
      ...hardened(network.host.fit(path, serviceLimits, args.limits)),
      ...(args.restart && { restart: args.restart }),
      ...(args.logging && { logDriver: args.logging.driver, logOpts: { ...args.logging.options } }),
      ...(args.ulimits && { ulimits: renderUlimits(args, args.limits ?? {}) }),
      ...kernel,
      image,
      envs: renderEnvironment({ ...(trust && trustVariables), ...own }),
      readOnly: args.readOnly,
      tmpfs: args.temporary && renderTemporary(args.temporary),
      capabilities: { drops: ["ALL"], adds: asReadBack(args.capabilities ?? defaultCapabilities) },
      volumes: [
        ...volumesAmong(mounted),
        ...(trust ? [volumeAt(trust.volume.name, { path: trustDirectory, readOnly: true })] : []),
      ],
      ...withMounts([...directoriesAmong(mounted), ...(files?.mounts ?? [])]),
      ...(healthcheck && { healthcheck }),
      ...process,
    },
    options: {
      ...((trust || files) && { dependsOn: afterAll(trust?.filled, files?.filled) }),
      replaceOnChanges: silentlyIgnored,
    },
    told: { ...process, ...kernel, healthcheck, image: args.image },
    hidden: hiddenIn(Object.values(own), args.files ?? []),
  };
}

/** Data as the engine takes them, of a container that has nothing else. */
export const mountInputs = (
  mounted: readonly Mounted[],
): Pick<docker.ContainerArgs, "volumes" | "mounts"> => ({
  volumes: volumesAmong(mounted),
  ...withMounts(directoriesAmong(mounted)),
});

const volumesAmong = (mounted: readonly Mounted[]) =>
  mounted.flatMap((one) => ("volume" in one ? [volumeAt(one.volume, one)] : []));

const directoriesAmong = (mounted: readonly Mounted[]) =>
  mounted.flatMap((one) => ("directory" in one ? [bindAt(one.directory, one)] : []));

type At = Pick<Mounted, "path" | "readOnly">;

const volumeAt = (volumeName: pulumi.Input<string>, { path: containerPath, readOnly }: At) => ({
  volumeName,
  containerPath,
  readOnly,
});

/** Not in the short form, by which an engine makes a directory that is missing, as root. */
const bindAt = (source: pulumi.Input<string>, { path: target, readOnly = false }: At) => ({
  type: "bind",
  source,
  target,
  readOnly,
});

/** What is not given is not said: it would replace containers that are there. */
const withMounts = (mounts: docker.types.input.ContainerMount[]): Pick<docker.ContainerArgs, "mounts"> =>
  mounts.length > 0 ? { mounts } : {};

const afterAll = (...all: (pulumi.Input<pulumi.Resource> | undefined)[]): pulumi.Input<pulumi.Resource>[] =>
  all.filter((one) => one !== undefined);
