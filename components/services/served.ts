import type * as pulumi from "@pulumi/pulumi";
import type { TraefikRouter } from "../router/component";
import type { Doors } from "./doors";
import type { DeployOrder, MadeContainer } from "./part";
import type { ServedRoute } from "./routes";

/** Whatever a farm serves through routers: a service, or a container of an application. */
export interface Served extends pulumi.ComponentResource {
  readonly serviceName: string;
  readonly deploys: DeployOrder;
  /**
   * The application that it is a part of.
   * @default it stands alone
   * @internal
   */
  readonly application?: string;
  /** The routers on its hosts, which send to its containers whoever visits it by HTTP. */
  readonly routers: readonly TraefikRouter[];
  /**
   * Every way into it by HTTP, its own first; none where nobody comes by it.
   * @internal
   */
  readonly routes: readonly ServedRoute[];
  /**
   * Its containers, on whatever host.
   * @internal
   */
  readonly made: readonly MadeContainer[];
  /**
   * Doors of its ports that change before its containers go.
   * @default they change after its containers: what takes the place of one starts when that has gone
   * @internal
   */
  readonly doors?: Doors;
}
