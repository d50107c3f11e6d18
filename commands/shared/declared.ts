import type { Rehearsal } from "../../components/databases/args";
import { engineLabel } from "../../components/databases/version";
import type { VolumeBackup } from "../../components/services/volumeBackup";
import { inUrl } from "../../components/shared/address";
import { readUrn } from "../../components/shared/urn";
import { type Deployment, type Engine, enginesOf, nameOf, providerOf, type Resource } from "./state";
import { types } from "./types";

/** What a container is for. */
export type Role =
  | "service"
  | "job"
  | "farm"
  | "router"
  | "gate"
  | "hairpin"
  | "keeper"
  | "issuer"
  | "backups"
  | "dumper"
  | "pinger"
  | "sweeper"
  | "door"
  | "port"
  | "monitor"
  | "other";

/** A host as a state has it. */
export interface DeclaredHost {
  readonly name: string;
  /** URN of its component. @default it is in no state */
  readonly urn?: string;
  /** How its engine is reached; undefined where that is a secret. */
  readonly engine: Engine | undefined;
}

/** A container that a state has. */
export interface DeclaredContainer {
  readonly id: string;
  readonly name: string;
  /** The resource's name in the program. */
  readonly resource: string;
  readonly host: string;
  readonly image: string;
  /** The service or proxy that it belongs to. */
  readonly unit: string;
  readonly role: Role;
  /** Of a server of a database: its kind, and the series of its version. */
  readonly engine?: string;
  /** Whether a look for drift leaves it where it is when it has ended: of others, the provider removes it. */
  readonly mayEnd: boolean;
}

/** A volume with data that a state has. */
export interface DeclaredVolume {
  readonly name: string;
  readonly host: string;
  readonly service: string;
  readonly volume: string;
  /** @default not said */
  readonly backup?: VolumeBackup;
}

/** What backs up an environment on one host. */
export interface DeclaredBackups {
  readonly name: string;
  readonly host: string;
  /** As `wiki/files`: service and volume. */
  readonly volumes: readonly string[];
  /** How people call the repositories. @default they are not known */
  readonly repositories?: readonly string[];
  /** Seconds between two sets. @default it is not known */
  readonly everySeconds?: number;
  /** Whose sets they are: project, environment and host. @default it is not known */
  readonly owner?: string;
}

/** A port of a service beside HTTP. */
export interface DeclaredPort {
  readonly name: string;
  /** The service that it leads to, as farm and router call it. */
  readonly service: string;
  /** Where it is published: `tcp://0.0.0.0:2222`. */
  readonly address: string;
}

/** What watches an environment. */
export interface DeclaredMonitor {
  readonly name: string;
  readonly host: string;
  /** The kinds of its receivers; none where nobody is told. */
  readonly tells: readonly string[];
  /** Whether somebody waits for its heartbeat. */
  readonly deadMan: boolean;
}

/** What a state says that an engine can be asked about. */
export interface Declared {
  readonly hosts: readonly DeclaredHost[];
  readonly containers: readonly DeclaredContainer[];
  /** Those of the version before that the state will have removed by the next update: where the last one failed, they may serve. */
  readonly former: readonly DeclaredContainer[];
  readonly volumes: readonly DeclaredVolume[];
  readonly backups: readonly DeclaredBackups[];
  readonly monitors: readonly DeclaredMonitor[];
  /** What becomes of the data of databases in a rehearsal, by service and volume: `wiki-db/data`. */
  readonly rehearsals: Readonly<Record<string, Rehearsal>>;
  /** The engine's names of networks. */
  readonly networks: readonly string[];
  /** What each service serves, and the farms' addresses, by their names. */
  readonly serves: Readonly<Record<string, readonly string[]>>;
  /** Names of services that routers lead to, whether visitors come by HTTP or by ports beside it. */
  readonly routed: readonly string[];
  /** Ports of services beside HTTP: those that doors hold, and those of UDP that containers publish. */
  readonly ports: readonly DeclaredPort[];
  /** What its containers have in their labels as their environment. */
  readonly environments: readonly string[];
  /** Names of all that the state will have removed by the next update. */
  readonly going: readonly string[];
  /** What an update had begun when it was cut off, in words. */
  readonly pending: readonly string[];
}

/** Reads a state, of which only what is named here is ever looked at. */
export function declaredIn({ resources = [], pending_operations: pending }: Deployment): Declared {
  const engines = enginesOf(resources);
  const staying = resources.filter(({ delete: goes }) => !goes);
  const all = (type: string) => staying.filter((one) => one.type === type);
  const services = new Map(all(types.service).map((one) => [nameOf(one.urn), one]));
  const owners = [...all(types.application), ...all(types.database)];
  return {
    hosts: [...engines].map(([urn, engine]) => ({
      ...{ name: hostName(urn), engine },
      urn: resources.find((one) => one.urn === urn)?.parent ?? urn,
    })),
    containers: all(types.container).map(containerOf),
    former: resources.filter(({ type, delete: goes }) => goes && type === types.container).map(containerOf),
    volumes: all(types.volume).flatMap((one) =>
      volumeOf(one, new Map([...services, ...owners.map((one) => [nameOf(one.urn), one] as const)])),
    ),
    backups: all(types.backups).map(backupsOf),
    monitors: all(types.monitor).map(monitorOf),
    rehearsals: Object.fromEntries(owners.flatMap(rehearsalsOf)),
    networks: all(types.network).map(({ outputs }) => String(outputs?.name)),
    serves: Object.fromEntries([
      ...[...services].map(([name, { outputs }]) => [name, servedBy(outputs)]),
      ...all(types.member).map((one) => [memberName(one), servedBy(one.outputs)]),
      ...all(types.farm).map(({ urn, outputs }) => [nameOf(urn), addressesOf(outputs)]),
      ...all(types.port).map(({ urn, outputs }) => [
        nameOf(urn),
        outputs?.address === undefined ? [] : [String(outputs.address)],
      ]),
    ]),
    routed: [
      ...services.keys(),
      ...all(types.member)
        .filter(({ outputs }) => outputs?.domains !== undefined)
        .map(memberName),
    ],
    ports: [...all(types.port).flatMap(doorOf), ...all(types.container).flatMap(udpOf)],
    environments: [
      ...new Set(all(types.container).flatMap((one) => labelsOf(one)["homeport.environment"] ?? [])),
    ].sort(),
    going: resources.filter(({ delete: goes }) => goes).map(({ outputs }) => String(outputs?.name)),
    // Null where there are none.
    pending: (pending ?? []).map(
      ({ type, resource }) =>
        `${type} ${resource.type.slice(resource.type.lastIndexOf(":") + 1)} ${nameOf(resource.urn)}`,
    ),
  };
}

const hostName = (urn: string): string => nameOf(urn).replace(/-engine$/, "");

function containerOf(one: Resource): DeclaredContainer {
  const { urn, id = "", inputs, outputs } = one;
  const resource = nameOf(urn);
  const { [engineLabel]: engine } = labelsOf(one);
  return {
    id,
    name: String(outputs?.name),
    resource,
    host: hostName(providerOf(one)),
    image: String(inputs?.image),
    mayEnd: outputs?.mustRun === false,
    ...(engine === undefined ? {} : { engine }),
    ...unitOf(resource, urn, labelsOf(one)),
  };
}

function doorOf({ urn, outputs }: Resource): DeclaredPort[] {
  const { service, address } = (outputs ?? {}) as Partial<DeclaredPort>;
  return service === undefined || address === undefined ? [] : [{ name: nameOf(urn), service, address }];
}

function udpOf(one: Resource): DeclaredPort[] {
  const { unit, role } = containerOf(one);
  if (role !== "service") return [];
  const ports = (one.outputs?.ports ?? []) as readonly {
    readonly external?: number;
    readonly ip?: string;
    readonly protocol?: string;
  }[];
  return ports.flatMap(({ external, ip = "0.0.0.0", protocol }) =>
    external === undefined
      ? []
      : [
          {
            name: `${external}/${protocol}`,
            service: unit.replace("/", "-"),
            address: `${protocol}://${inUrl(ip)}:${external}`,
          },
        ],
  );
}

function backupsOf({ urn, outputs }: Resource): DeclaredBackups {
  const { host = "", volumes = [], ...told } = (outputs ?? {}) as Partial<DeclaredBackups>;
  const { repositories, everySeconds, owner } = told;
  return {
    ...{ name: nameOf(urn), host, volumes },
    ...(repositories === undefined ? {} : { repositories }),
    ...(everySeconds === undefined ? {} : { everySeconds }),
    ...(owner === undefined ? {} : { owner }),
  };
}

function monitorOf({ urn, outputs }: Resource): DeclaredMonitor {
  const { host = "", tells = [], deadMan = false } = (outputs ?? {}) as Partial<DeclaredMonitor>;
  return { name: nameOf(urn), host, tells, deadMan };
}

const rehearsalsOf = ({ urn, outputs }: Resource): [string, Rehearsal][] =>
  Object.entries((outputs?.rehearsals ?? {}) as Readonly<Record<string, Rehearsal>>).map(
    ([volume, rehearsal]) => [`${nameOf(urn)}/${volume}`, rehearsal],
  );

const proxies: readonly Role[] = [
  ...(["farm", "router", "gate", "hairpin", "keeper", "issuer", "door"] as const),
  ...(["backups", "dumper", "pinger", "sweeper"] as const),
  "monitor",
  "port",
];

/** A service has its name in the label; of a proxy, the label says what it is, and its resource whose. */
function unitOf(
  resource: string,
  urn: string,
  { "homeport.component": component = "", "homeport.job": job }: Labels,
): Pick<DeclaredContainer, "unit" | "role"> {
  if (job !== undefined) return { unit: component, role: "job" };
  const parents = readUrn(urn).types.slice(0, -1);
  if ([types.service, types.member, types.database].some((type) => parents.includes(type)))
    return { unit: component, role: "service" };
  // Each port of a service, and each part of a monitor, has a label of its own: none takes the place of another.
  const kind = component.replace(/^(port|monitor)-.*/, "$1").replace(/-\d+$/, "");
  const role = proxies.find((one) => one === kind);
  if (!role) return { unit: resource, role: "other" };
  if (role === "monitor")
    return { unit: resource.replace(/-(agent|probes|alertmanager|prometheus)(-.+)?$/, ""), role };
  return { unit: resource.replace(/-(haproxy|traefik|restic)$/, ""), role };
}

function volumeOf(one: Resource, services: ReadonlyMap<string, Resource>): DeclaredVolume[] {
  const { "homeport.component": service = "", "homeport.volume": volume } = labelsOf(one);
  const found = volume ?? /-volume-(.+)$/.exec(nameOf(one.urn))?.[1];
  const owner = services.get(service);
  if (found === undefined || !owner) return [];
  const backups = owner.outputs?.backups as Readonly<Record<string, VolumeBackup>> | undefined;
  return [
    {
      name: String(one.outputs?.name),
      host: hostName(providerOf(one)),
      service,
      volume: found,
      ...(backups?.[found] === undefined ? {} : { backup: backups[found] }),
    },
  ];
}

/** An application's containers are called by both names, as in their labels. */
const memberName = ({ parent = "", outputs }: Resource): string =>
  `${nameOf(parent)}/${(outputs as { readonly container?: string } | undefined)?.container}`;

type Labels = Readonly<Record<string, string>>;

export function labelsOf({ outputs }: Resource): Labels {
  const labels = (outputs?.labels ?? []) as readonly { label: string; value: string }[];
  return Object.fromEntries(labels.map(({ label, value }) => [label, value]));
}

interface Way {
  readonly domains?: readonly string[];
  readonly pathPrefix?: string;
  readonly also?: readonly Way[];
}

function servedBy(outputs: Way | undefined): string[] {
  const { domains = [], pathPrefix = "", also = [] } = outputs ?? {};
  return [...domains.map((domain) => domain + pathPrefix), ...also.flatMap(servedBy)];
}

function addressesOf(outputs: Resource["outputs"]): string[] {
  const { https } = (outputs?.addresses ?? {}) as { readonly https?: string };
  return https === undefined ? [] : [https];
}
