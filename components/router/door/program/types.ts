/** What the door's program is told when it starts; nothing of it is secret. */
export interface DoorConfig {
  /** Socket of the engine. */
  readonly engine: string;
  /** Socket at which a router asks. */
  readonly socket: string;
  /** Port of the container's own loopback at which it says how it is. */
  readonly port: number;
  /** Containers with this environment's label are shown. */
  readonly environment: string;
  /** The engine's name of the network that they are on. */
  readonly network: string;
  /** Labels of a container that is not there, by which a router tells that it has heard of all others. */
  readonly told: Labels;
}

export type Labels = Readonly<Record<string, string>>;

/** What somebody asks, and nothing else can be asked. */
export interface Question {
  readonly kind: "ping" | "version" | "events" | "list" | "inspect";
  /** What the engine is asked. */
  readonly path: string;
  /** Of an inspection. */
  readonly id?: string;
}

/** What is read of an engine's answers. */
export interface Listed {
  readonly Id: string;
  readonly Names: readonly string[];
  readonly Labels: Labels;
  readonly State: string;
  readonly NetworkSettings: { readonly Networks: Readonly<Record<string, unknown>> };
}

export interface Inspected {
  readonly Id: string;
  readonly Name: string;
  readonly State: {
    readonly Status: string;
    readonly Running: boolean;
    readonly Health?: { Status: string };
  };
  readonly Config: { readonly Labels: Labels | null };
  readonly NetworkSettings: {
    readonly Ports: Readonly<Record<string, unknown>> | null;
    readonly Networks: Readonly<Record<string, { IPAddress: string; GlobalIPv6Address: string }>>;
  };
}
