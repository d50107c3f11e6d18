import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { hostCommand } from "../../../hosts/dockerHost/hostCommand";
import { exchange, startedLater } from "../../../hosts/exchange/command";
import type { EnvironmentNetwork } from "../../../network/environmentNetwork";
import { answering, hardened, silentlyIgnored } from "../../../shared/hardening";
import { lastLines, shellInside } from "../../../shared/inside";
import { type MadeNeighbour, startedNeighbour } from "../../../shared/neighbour";
import type { Titled } from "../../../shared/titled";
import { certificatePorts } from "../ports";
import { keeperDirectories, renderKeeper } from "./config";
import { keeperProgram } from "./program";
import { missingStatus, renderAnswers, renderKeeperReady } from "./ready";

/** What a keeper of certificates needs. */
export interface KeeperArgs {
  readonly network: EnvironmentNetwork;
  readonly image: string;
  /** Directory of the host with the certificates, in certbot's layout. */
  readonly directory: string;
  /** Name of the volume in which HAProxy finds them, written by nothing else. */
  readonly certificates: pulumi.Input<string>;
  /** Name of the volume that belongs to the user whom HAProxy runs as. */
  readonly farmVolume: pulumi.Input<string>;
  /** Line of HAProxy's list for each domain. */
  readonly lines: pulumi.Input<Readonly<Record<string, string>>>;
  /** Whether a domain without a usable certificate fails the update; where an issuer is at work, it comes later. */
  readonly strict: boolean;
  /** What gives the farm's volume its owner: HAProxy's container. */
  readonly after: readonly pulumi.Resource[];
}

/** A keeper at work. */
export interface Keeper {
  /** Exists once the certificates are in place. */
  readonly ready: pulumi.Resource;
  readonly neighbour: MadeNeighbour;
}

/** How long it may take to end, in seconds. */
const graceSeconds = 10;

/** Makes the container that brings certificates from a directory of the host to HAProxy, whenever they change. */
export function makeKeeper(name: string, args: KeeperArgs, parent: pulumi.Resource): Keeper {
  const { network } = args;
  const container = network.expect(makeContainer(`${name}-keeper`, args, parent), `${name}-keeper`);
  const started = exchange(
    `${name}-keeper`,
    {
      network,
      container,
      component: "keeper",
      volumes: [pulumi.output(args.certificates)],
      graceSeconds,
      works: renderAnswers(),
    },
    { parent },
  );
  const neighbour = startedNeighbour(container, started);
  const ready = hostCommand(
    `${name}-kept`,
    network.host,
    {
      run: neighbour.host.apply((made) => readyCommand(name, made)),
      stdin: renderKeeperReady(args.strict),
    },
    { parent, dependsOn: [...args.after] },
  );
  return { ready, neighbour };
}

function makeContainer(name: string, args: KeeperArgs, parent: pulumi.Resource): docker.Container {
  const { network, directory, certificates, farmVolume } = args;
  const visitors = [network.addresses.farm];
  return new docker.Container(
    name,
    {
      ...hardened(network.host.fit(name, { memory: "96MiB", cpus: 0.5 })),
      ...startedLater,
      // Root reads what belongs to root alone, and gives HAProxy's user what that one is to read: nothing else.
      user: "0:0",
      capabilities: { drops: ["ALL"], adds: ["CAP_CHOWN"] },
      image: network.host.image(args.image),
      entrypoints: ["node", "--max-old-space-size=32", "-e", keeperProgram()],
      envs: [
        pulumi
          .output(args.lines)
          .apply((lines) => `HOMEPORT_KEEPER=${renderKeeper({ directory, lines, visitors })}`),
      ],
      readOnly: true,
      volumes: [
        { hostPath: directory, containerPath: keeperDirectories.source, readOnly: true },
        { volumeName: certificates, containerPath: keeperDirectories.certificates },
        { volumeName: farmVolume, containerPath: keeperDirectories.farm, readOnly: true },
      ],
      networksAdvanced: [{ name: network.networkName }],
      labels: network.labelsOf(name, parent, "keeper"),
      healthcheck: answering(certificatePorts.keeper, "/health"),
      destroyGraceSeconds: graceSeconds,
    },
    // Two keepers with different tasks would undo each other's work: the start stops the one before.
    {
      parent,
      ...network.host.options,
      dependsOn: [...args.after],
      deleteBeforeReplace: false,
      replaceOnChanges: silentlyIgnored,
    },
  );
}

/** Waits for a keeper; what its container logged is shown where it cannot say itself what is wrong. */
export const readyCommand = (name: string, container: string): Titled => ({
  title: `bring the certificates of ${name}`,
  script: `${shellInside(container)} || { [ $? = ${missingStatus} ] || ${lastLines(container)}; exit 1; }`,
});
