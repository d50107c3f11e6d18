import type * as pulumi from "@pulumi/pulumi";
import type { Limits } from "../shared/hardening";
import type { TemporaryDirectory } from "./temporary";

/** What one container is, whatever it belongs to. */
export interface ContainerArgs {
  /** Image of the containers, with a tag or digest. */
  readonly image: string;
  /**
   * Arguments for the image's entry point.
   * @default the image's own
   */
  readonly command?: readonly string[];
  /**
   * Environment values; wrap what nobody may read in `pulumi.secret`.
   * @default none
   */
  readonly environment?: Readonly<Record<string, pulumi.Input<string>>>;
  /** @default 256MiB of memory, none of it reserved, 1 processor, no limit of processes */
  readonly limits?: Limits;
  /**
   * How long a container has to end by itself after its stop signal, in seconds, before it is killed: at a deploy, at
   * its removal, and when its engine or machine shuts down. One that ends earlier is not waited for.
   * @default 10
   */
  readonly stopSeconds?: number;
  /**
   * The signal that asks a container to end.
   * @default the image's own, or SIGTERM
   */
  readonly stopSignal?: string;
  /**
   * User and group of the processes.
   * @default the image's own
   */
  readonly user?: string;
  /**
   * Whether the containers cannot change their image's files.
   * @default false
   */
  readonly readOnly?: boolean;
  /**
   * Paths that are empty and writable, in the container's memory. From a path alone no program can be run.
   * @default none
   */
  readonly temporary?: readonly (string | TemporaryDirectory)[];
  /**
   * What the container calls itself, for applications that name their data after it. It is no name by which others
   * reach it.
   * @default another one for each container
   */
  readonly hostname?: string;
  /**
   * Names that the containers find at an IPv4 address of your own, whatever the DNS says; `host-gateway` is the
   * machine that they run on.
   * @default none
   */
  readonly hosts?: Readonly<Record<string, pulumi.Input<string>>>;
  /**
   * Whether the containers trust the authority of the environment's own, beside the public ones: its certificates are in
   * a file that common variables name (`SSL_CERT_FILE`, `NODE_EXTRA_CA_CERTS` and others). Where certificates come from
   * public authorities, it changes nothing for them.
   * @default false
   */
  readonly trustAuthority?: boolean;
  /**
   * Linux capabilities that are kept, with or without the `CAP_` prefix.
   * @default those by which common entry points prepare files, give up root, start programs and end them
   */
  readonly capabilities?: readonly string[];
}
