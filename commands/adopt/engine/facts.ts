/** What an engine knows of a project: where it says otherwise than the file, it is right. */
export interface EngineFacts {
  /** What Compose really calls the project. @default nothing of it was ever started there */
  readonly project?: string;
  /** By the name of the service. */
  readonly containers: ReadonlyMap<string, ContainerFacts>;
  /** The engine's names of volumes by the file's. */
  readonly volumes: ReadonlyMap<string, string>;
  /** The engine's names of all volumes. */
  readonly allVolumes: ReadonlySet<string>;
}

export interface ContainerFacts {
  /** The engine's name. */
  readonly name: string;
  readonly runs: boolean;
  readonly image: string;
  /** @default it came from no registry */
  readonly digest?: string;
  /** Ports that its image names or that are published, without the protocol., while it runs. */
  readonly ports: readonly string[];
  /** In the engine's words; of Compose's own default it is `no`. */
  readonly restart: string;
  /** The most memory that it was seen to use, in bytes. @default it cannot be known */
  readonly memory?: number;
  /** Volumes by the path in the container. */
  readonly volumes: ReadonlyMap<string, string>;
}

/** Of a project that no engine was asked about. */
export const noFacts: EngineFacts = {
  containers: new Map(),
  volumes: new Map(),
  allVolumes: new Set(),
};
