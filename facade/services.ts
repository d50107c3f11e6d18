import type * as pulumi from "@pulumi/pulumi";
import { DomainService, type DomainServiceArgs, type TraefikRouter } from "homeport";
import { type HomeKept, withKept } from "./backups";
import { type HomeContainer, inTheirForms } from "./containers";
import { firstOf } from "./hosts";
import { ownersOf } from "./owners";
import type { HomeUdp } from "./ports";
import { type HomePort, type HomeWay, withProbe, withSignIn } from "./ways";

/** The containers behind one or more domain names. */
export interface HomeService extends HomeContainer, HomeWay {
  name: string;
  /** Names of the hosts, each of which runs all of the containers; the first host by default. */
  hosts?: string[];
  /** Number of containers; 1 by default. */
  replicas?: number;
  /** Ports of UDP that the container publishes by itself, which makes the service stop-first; none by default. */
  udp?: HomeUdp[];
  /** Directories that outlive the containers. */
  volumes?: HomeVolume[];
  /** Command by which the engine watches a container's health; the image's own by default. */
  healthCommand?: string[];
  /** Further ports of the same containers, under names or paths of their own. */
  also?: HomePort[];
  /** How long a new container may take until it can serve, in seconds; 60 by default. */
  readySeconds?: number;
  /** How long running requests may take when their container goes, in seconds; 5 by default. */
  drainSeconds?: number;
}

/** A directory of a service that outlives its containers. */
export interface HomeVolume {
  /** Name within the service; with "of", within the other one. */
  name: string;
  /** Absolute path in the container. */
  path: string;
  /** Engine's name of a volume that is there already and belongs to whoever made it. */
  existing?: string;
  /** A directory of the host, which has to be there and belongs to whoever made it. */
  directory?: string;
  /** Name of another service whose shared volume of this name it is. */
  of?: string;
  /** Whether the service can only read it. */
  readOnly?: boolean;
  /** Whether two containers may write to it at once; a private volume makes its service stop-first. */
  shared?: boolean;
  /** Whether each host may have data of its own there: to be said of every volume of a service on several hosts. */
  perHost?: boolean;
  /** What backs it up, in words, or "none" where its data may be lost; it backs up nothing by itself. */
  backup?: string;
  /** How the home's own backups keep it, in place of words. */
  kept?: HomeKept;
}

/** Makes the services on the routers of their hosts, and gives them back in the order in which they are named. */
export function makeServices(
  home: string,
  services: HomeService[],
  routers: Map<string, TraefikRouter>,
  parent: pulumi.Resource,
): DomainService[] {
  const made = new Map<string, DomainService>();
  const make = (service: HomeService): DomainService => {
    const there = made.get(service.name);
    if (there) return there;
    // Whose volumes it has, and whom it asks, has to be there before.
    const owners = services.filter(({ name }) => ownersOf(service).includes(name));
    const byName = new Map(owners.map((owner) => [owner.name, make(owner)]));
    const one = new DomainService(`${home}-${service.name}`, argsOf(service, routers, byName), { parent });
    made.set(service.name, one);
    return one;
  };
  return services.map(make);
}

function argsOf(
  { name, hosts, volumes, also, ...service }: HomeService,
  routers: Map<string, TraefikRouter>,
  owners: Map<string, DomainService>,
): DomainServiceArgs {
  const args = {
    ...withSignIn(withProbe(inTheirForms(service)), owners),
    router: hosts ? hosts.flatMap((host) => routers.get(host) ?? []) : [firstOf(routers)],
    also: also?.map((one) => withSignIn(withProbe(one), owners)),
    volumes: Array.isArray(volumes) ? volumes.map((one) => withKept(withOwner(one, owners))) : volumes,
  };
  // What the component's types say of single texts and numbers, it checks itself.
  return args as DomainServiceArgs;
}

const withOwner = (volume: HomeVolume, owners: Map<string, DomainService>) =>
  volume?.of === undefined ? volume : { ...volume, of: owners.get(volume.of) };
