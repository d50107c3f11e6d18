import type * as pulumi from "@pulumi/pulumi";
import type { ContainerArgs } from "../containers/args";
import type { DatabaseSettings } from "../databases/args";
import type { TraefikRouter } from "../router/component";
import type { UnnamedWay } from "../services/servicePort";
import type { UdpPort } from "../services/udp";
import type { VolumeBackup } from "../services/volumeBackup";

/** Settings of an application of several containers. */
export interface ApplicationArgs {
  /** The router that sends the domains to the containers. All of an application is on its host. */
  readonly router: TraefikRouter;
  /**
   * Where data are kept, by names within the application.
   * @default none
   */
  readonly volumes?: Readonly<Record<string, ApplicationPlace>>;
  /**
   * Databases, by the names under which the containers find them: each is a container with a volume of the same name. Who
   * waits for one by `after` has its password in the file `/run/secrets/NAME-password`.
   * @default none
   */
  readonly databases?: Readonly<Record<string, DatabaseSettings>>;
  /** The containers, by the names under which they find one another. */
  readonly containers: Readonly<Record<string, ApplicationContainer>>;
  /**
   * What is done once for each image and command before a container changes, such as a migration, by name.
   * @default none
   */
  readonly jobs?: Readonly<Record<string, ApplicationJob>>;
  /**
   * IPv4 network of the application's own, in CIDR notation, /16 to /27.
   * @default one of 62 addresses below 172.16.0.0/16 that nothing uses on the host
   */
  readonly subnet?: string;
}

/**
 * Where data of an application are kept: a volume of its own, or one of the other two kinds. All of its containers may
 * mount it.
 */
export interface ApplicationPlace {
  /**
   * Engine's name of a volume that is there already, on the host of the router. It belongs to whoever made it: it is
   * neither changed nor removed.
   * @default a volume of the application's own, which is kept when the application goes, and found again when it returns
   */
  readonly existing?: string;
  /**
   * A directory of the router's host, as an absolute path. It has to be there, and belongs to whoever made it.
   * @default no directory, but a volume
   */
  readonly directory?: string;
  /**
   * Whether two containers of one image, or something that is not of the application, may write to it at once. What is
   * not shared is exchanged stop-first, and nothing starts while anybody else writes to it.
   * @default false
   */
  readonly shared?: boolean;
  /**
   * How `Backups` backs it up: `{ kind: "files" }`, `{ kind: "sqlite", files: ["app.db"] }`. In words, what else does; or
   * `none` where its data may be lost: words are said to people and policies, and back up nothing by themselves.
   * @default not said
   */
  readonly backup?: VolumeBackup;
}

/** What has to be the case before something starts: a container runs, or is healthy; a job is done. */
export type Condition = "started" | "healthy" | "done";

/** One container of an application. Without `web` nobody outside of the application reaches it. */
export interface ApplicationContainer extends ContainerArgs {
  /**
   * Further names under which the application's containers find it, beside its own.
   * @default none
   */
  readonly aliases?: readonly string[];
  /**
   * What it waits for when the application starts or is updated, by name: `started` or `healthy` of a container,
   * `done` of a job.
   * @default nothing
   */
  readonly after?: Readonly<Record<string, Condition>>;
  /**
   * Places of the application, and where they are in the container.
   * @default none
   */
  readonly mounts?: readonly ApplicationMount[];
  /**
   * Domain names that it answers for, at one of its ports or at several. With no name (`{ domains: [], port: 1883 }`) a `PortService` leads
   * to it, and nobody by HTTP.
   * @default none: nobody outside of the application reaches it
   */
  readonly web?: Web | readonly Web[];
  /**
   * Ports of UDP that it publishes by itself: nothing stands between, and one container at a time has them, so that it is exchanged
   * stop-first.
   * @default none
   */
  readonly udp?: readonly UdpPort[];
  /**
   * Number of containers.
   * @default 1
   */
  readonly replicas?: number;
  /**
   * How long a new container may take until it does its work, in seconds.
   * @default 60
   */
  readonly readySeconds?: number;
  /**
   * With `web`: how long running requests may take when their container goes, in seconds.
   * @default 5
   */
  readonly drainSeconds?: number;
}

/** A place of the application in one of its containers. */
export interface ApplicationMount {
  /** Name of the place within the application. */
  readonly volume: string;
  /** Absolute path in the container. */
  readonly path: string;
  /**
   * Whether the container can only read it.
   * @default false
   */
  readonly readOnly?: boolean;
  /**
   * Of a place that is a directory of the host: what of it is mounted, as a path below it. It has to be there.
   * @default all of it
   */
  readonly subpath?: string;
}

/** Domain names that a container answers for, at one of its ports. */
export interface Web extends UnnamedWay {
  /**
   * Name within the container: farm, router and outputs know it as `APPLICATION-CONTAINER.NAME`. All but the first of
   * several need one.
   * @default the container's own
   */
  readonly name?: string;
}

/** Something that ends by itself, done once for each image and command in a container like another one. */
export interface ApplicationJob {
  /** The container whose image, environment, places and limits it has, and which waits for it. */
  readonly like: string;
  /** Arguments for the entry point. */
  readonly command: readonly string[];
  /**
   * The program that is run, with its first arguments.
   * @default that of the container
   */
  readonly entrypoint?: readonly string[];
  /**
   * What it waits for, by name.
   * @default what its container waits for, but for jobs
   */
  readonly after?: Readonly<Record<string, Condition>>;
  /**
   * How long it may take, in seconds, before it is killed and has failed.
   * @default 600
   */
  readonly seconds?: number;
  /**
   * Further environment values.
   * @default those of the container alone
   */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
}
