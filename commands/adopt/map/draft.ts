import type { Project, Reading, Service } from "../compose/project";
import type { ContainerFacts, EngineFacts } from "../engine/facts";
import type { Labels, Web } from "../labels/web";
import type { Kind, Spot } from "../notes";
import type { Code, Member } from "../write/code";
import type { Places } from "./places";

/** A port that a container publishes, or would. */
export interface Port {
  readonly at: Spot;
  readonly container: string;
  /** @default the engine chooses one, or it is for other containers alone */
  readonly host?: string;
  /** Whether it is open to this machine alone. */
  readonly inside: boolean;
  readonly udp: boolean;
}

/** A health check, in the words of the program. */
export interface Health {
  readonly at: Spot;
  readonly command?: readonly string[];
  readonly shell?: string;
  readonly rest: Readonly<Record<string, number | undefined>>;
}

/** A container as far as it is known: what its keys said, each put where the program has it. */
export class Draft {
  /** Members in any order: the program has its own. */
  readonly fields = new Map<string, Code>();
  /** What a person said of a key, by the program's name of it. */
  readonly comments = new Map<string, string>();
  environment: Member[] = [];
  readonly mounts: {
    readonly volume: string;
    readonly path: string;
    readonly readOnly: boolean;
    readonly subpath?: string;
  }[] = [];
  readonly files: Code[] = [];
  readonly ports: Port[] = [];
  /** Ports that other containers are told of. */
  readonly exposed: string[] = [];
  readonly aliases = new Set<string>();
  readonly after = new Map<
    string,
    { readonly condition: "started" | "healthy" | "done"; readonly at: Spot }
  >();
  entrypoint: readonly string[] | undefined;
  command: readonly string[] | undefined;
  health: Health | undefined;
  labels: Labels = new Map();
  webs: readonly Web[] = [];
  image = "";
  /** In bytes. */
  memory: number | undefined;
  reservation: number | undefined;

  constructor(
    readonly key: string,
    readonly service: Service,
  ) {}
}

/** What a key is looked at with. */
export interface Context {
  readonly project: Project;
  readonly reading: Reading;
  readonly engine: EngineFacts;
  /** What the engine knows of this container. */
  readonly facts?: ContainerFacts;
  readonly draft: Draft;
  readonly drafts: ReadonlyMap<string, Draft>;
  readonly places: Places;
  readonly note: (kind: Kind, at: Spot, text: string) => void;
  /** A path as the program names it, which runs in the home's folder. */
  readonly fromHome: (path: string) => string;
}
