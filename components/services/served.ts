import type * as pulumi from "@pulumi/pulumi";
import type { DeployOrder, MadeContainer } from "./part";
import type { ServedRoute } from "./routes";

/** Whatever a farm serves through routers: a service, or a container of an application. */
export interface Served extends pulumi.ComponentResource {
  readonly serviceName: string;
  readonly deploys: DeployOrder;
  /**
   * Every way into it, its own first.
   * @internal
   */
  readonly routes: readonly ServedRoute[];
  /**
   * Its containers, on whatever host.
   * @internal
   */
  readonly made: readonly MadeContainer[];
}
