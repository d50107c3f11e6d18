import type * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import type { DockerHost } from "../hosts/dockerHost/component";
import type { TraefikRouter } from "../router/component";
import type { Place } from "../survey/known";
import { engineTypes } from "../survey/remembered";
import type { Doors } from "./doors";
import type { HeldVolumes } from "./sharing";

/** The label with the name of the application that something is a part of. */
export const applicationLabel = "homeport.application";

/** How a service's containers are exchanged: new ones beside the old, or one after the other. */
export type DeployOrder = "start-first" | "stop-first";

/** A container of a service, and where it is. */
export interface MadeContainer {
  readonly host: DockerHost;
  readonly container: docker.Container;
  /** What no log line of it may show, one a line. */
  readonly hidden: pulumi.Output<string>;
}

/** What is on the host of one router, with data there. */
export interface ServicePart extends DataPart {
  readonly router: TraefikRouter;
  readonly deploys: DeployOrder;
  /** The service's containers, this host's among them once they are made. */
  readonly made: MadeContainer[];
  /**
   * Doors of its ports that change before its containers go.
   * @default it waits for none
   */
  readonly doors?: Doors;
}

/** Whatever has data on one host. */
export interface DataPart {
  readonly serviceName: string;
  /** What is in the environment's network there. */
  readonly router: Pick<TraefikRouter, "network">;
  /** Names of all routers of the service; a database has none. */
  readonly routerNames: readonly string[];
  /** Names of all hosts that it is on. */
  readonly hosts: readonly string[];
  /** The service's volumes by host, this one's among them once they are made. */
  readonly held: HeldVolumes;
  /**
   * The application that it is a part of, as labels tell it.
   * @default it is a service of its own
   */
  readonly application?: string;
  /** What its resources' names begin with. */
  readonly name: string;
  readonly parent: pulumi.Resource;
  /**
   * What their names began with, and below what, when the service had another number of routers: they stay what they are.
   * @default they are new
   */
  readonly formerly?: { readonly name: string; readonly parent: pulumi.Resource | pulumi.Input<pulumi.URN> };
}

/** Options of a resource of a service on one host. */
export const named = ({ parent, formerly }: DataPart, role: string): pulumi.CustomResourceOptions => ({
  parent,
  ...(formerly ? { aliases: [{ name: `${formerly.name}-${role}`, parent: formerly.parent }] } : {}),
});

/** The same, of a resource of the host's engine. */
export const onHost = (part: DataPart, role: string): pulumi.CustomResourceOptions => ({
  ...named(part, role),
  ...part.router.network.host.options,
});

/** What labels tell of the application. */
export const ofApplication = ({ application }: Pick<DataPart, "application">): Record<string, string> =>
  application === undefined ? {} : { [applicationLabel]: application };

/** A volume's resource, as a state remembers it. */
export const placeOfVolume = (part: DataPart, volume: string): Place => ({
  name: `${part.name}-volume-${volume}`,
  type: engineTypes.volume,
  parent: part.parent,
});
