import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { type Engine, inspectEngine } from "./engine";

/** The engine that the program itself talks to: the machine's own, or the one that `endpoint` names. */
export interface LocalHost {
  readonly kind: "local";
  /**
   * Where the engine listens, in the form of `DOCKER_HOST` (`unix:///…`, `tcp://…`, `ssh://…`).
   * @default what `DOCKER_HOST` or the current Docker context says
   */
  readonly endpoint?: string;
}

/** The kinds of host. */
export type DockerHostArgs = LocalHost;

/**
 * A machine with a Docker engine. It is asked at preview: one that is missing or too old is refused
 * before anything is changed.
 *
 * @example
 * ```ts
 * const host = new DockerHost("infra", { kind: "local" });
 * ```
 */
export class DockerHost extends pulumi.ComponentResource {
  /** What the engine said of itself. */
  readonly engine: Engine;
  /** The provider that makes Docker resources on this host. */
  readonly provider: docker.Provider;
  /** The environment that a command on this machine needs to reach the engine. */
  readonly commandEnvironment: Readonly<Record<string, string>>;

  /** @throws RunError where no engine answers or it is too old. */
  constructor(name: string, args: DockerHostArgs, opts?: pulumi.ComponentResourceOptions) {
    super("homeport:index:DockerHost", name, {}, opts);
    const { endpoint } = args;

    this.engine = inspectEngine(name, endpoint);
    this.commandEnvironment = endpoint ? { DOCKER_HOST: endpoint } : {};
    this.provider = new docker.Provider(
      `${name}-engine`,
      // The provider by itself knows nothing of the Docker command's current context.
      { host: this.engine.endpoint },
      { parent: this },
    );
    this.registerOutputs({ engineVersion: this.engine.version });
  }
}
