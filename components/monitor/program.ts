import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { mountInputs } from "../containers/inputs";
import type { Mounted } from "../containers/place";
import { hostCommand } from "../hosts/dockerHost/hostCommand";
import { exchange, startedLater } from "../hosts/exchange/command";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import { derivedVolume } from "../services/derivedVolume";
import { hardened, type Limits, silentlyIgnored } from "../shared/hardening";
import { insideOrTell } from "../shared/inside";
import { startedNeighbour } from "../shared/neighbour";
import { aliasOf, monitorPorts, type Part, watchMount } from "./layout";
import { listens, renderStart, renderTold, renderWorks, type TwoKinds } from "./told";

/** One program of a monitor, in a container of its own. */
export interface Program {
  readonly monitor: string;
  readonly part: Part;
  /** The host that it is for, where there is one for each. @default there is one of it */
  readonly of?: string;
  /** By which it is found in its network. @default its own name */
  readonly alias?: string;
  readonly network: EnvironmentNetwork;
  readonly image: string;
  readonly limits: Limits;
  /** @default the part's own */
  readonly given?: Limits;
  /** Shell that becomes the program. */
  readonly run: string;
  /** Shell that fails where the files of the directory it is in are not sound. */
  readonly check: string;
  readonly files: pulumi.Input<TwoKinds>;
  /** @default root, who has no capability at all: its own files are all that it may read and write */
  readonly user?: string;
  /** @default what the engine gives it */
  readonly address?: string;
  /** What has to be at work before. @default nothing */
  readonly after?: pulumi.Resource[];
  /** @default nothing beside its own volume */
  readonly mounted?: readonly Mounted[];
}

/** Makes a program's container, and what hands it its files at each deployment. */
export function makeProgram(
  {
    monitor,
    part,
    of,
    alias,
    network,
    image,
    limits,
    given,
    run,
    check,
    files,
    user,
    address,
    after = [],
    mounted = [],
  }: Program,
  parent: pulumi.Resource,
): pulumi.Resource {
  const name = of === undefined ? aliasOf(monitor, part) : `${aliasOf(monitor, part)}-${of}`;
  const { host } = network;
  // A label for each part: none takes the place of another.
  const component = `monitor-${part}`;
  const volume = derivedVolume(`${name}-volume`, network, component, parent);
  const container = new docker.Container(
    name,
    {
      ...hardened(host.fit(name, limits, given)),
      ...startedLater,
      image: host.image(image),
      entrypoints: ["sh", "-c", renderStart(run)],
      envs: [lean],
      user: user ?? root,
      readOnly: true,
      tmpfs: { "/tmp": "size=4m" },
      ...mountInputs([{ volume: volume.name, path: watchMount }, ...mounted]),
      networksAdvanced: [
        { name: network.networkName, aliases: [alias ?? name], ...(address ? { ipv4Address: address } : {}) },
      ],
      labels: network.labelsOf(name, parent, component),
      healthcheck: listening(monitorPorts[part]),
      destroyGraceSeconds: graceSeconds,
    },
    // Two of them would write the same data and have the same address: the start stops the one before.
    { parent, ...host.options, deleteBeforeReplace: false, replaceOnChanges: silentlyIgnored },
  );
  const works = renderWorks(monitorPorts[part]);
  const started = exchange(
    name,
    { network, container, component, volumes: [volume.name], graceSeconds, works },
    { parent, dependsOn: after },
  );
  return hostCommand(
    `${name}-told`,
    host,
    {
      run: startedNeighbour(container, started).host.apply((made) => ({
        title: `tell ${name} what to watch`,
        script: insideOrTell(made, "-u", root),
      })),
      stdin: pulumi
        .secret(files)
        .apply((kinds) => renderTold({ kinds, check, port: monitorPorts[part], ...handing(user) })),
    },
    { parent },
  );
}

/** All of them are Go's, and idle most of the time: memory is tidied up when half as much again is in use, and not twice as much. */
const lean = "GOGC=50";

/** How long a program may take to end, in seconds. */
const graceSeconds = 20;

const root = "0:0";

/** Root without capabilities signals nobody else; who is somebody else looks at its files by itself. */
const handing = (user: string | undefined) =>
  user === undefined
    ? ({ mask: "077", reload: "kill -HUP 1" } as const)
    : ({ mask: "022", reload: ":" } as const);

/** The engine looks whether anybody listens: to ask for a page, it would need the password. */
const listening = (port: number): docker.types.input.ContainerHealthcheck => ({
  tests: ["CMD-SHELL", listens(port)],
  interval: "30s",
  timeout: "5s",
  retries: 3,
});
