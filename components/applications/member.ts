import type { local } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import { readySecondsOf } from "../containers/health";
import { containerInputs } from "../containers/inputs";
import { nameOf } from "../containers/place";
import { stopSecondsOf } from "../containers/process";
import { claimOf, unlessOfAnother } from "../databases/claim";
import { fitFunction } from "../databases/version";
import { hostCommand } from "../hosts/dockerHost/hostCommand";
import type { Thing } from "../hosts/exchange/thing";
import type { TraefikRouter } from "../router/component";
import { type DeployOrder, type MadeContainer, named, type ServicePart } from "../services/part";
import { publishOn } from "../services/publishOn";
import { type ServedRoute, servedRoutes } from "../services/routes";
import { told } from "../services/told";
import { remarkOfUdp } from "../services/udp";
import { isUnvisited } from "../services/unvisited";
import { hiddenVariable } from "../shared/inside";
import type { ApplicationContainer } from "./args";
import { exchangeOf, longestStart } from "./exchanged";
import { makeContainer } from "./memberContainer";
import { mountedOf, ownPlaces } from "./places";
import { componentOf, componentsOf, pathOf, resourceNameOf, type Scope } from "./scope";
import { type StartedServer, startCommand, type Watch } from "./start";
import { waysOf } from "./webs";

/** A container of an application, and what puts it to work. */
export class Member extends pulumi.ComponentResource {
  readonly serviceName: string;
  readonly application: string;
  readonly routers: readonly TraefikRouter[];
  /** Whether somebody outside of the application reaches it, by HTTP or by ports beside it. */
  readonly isReached: boolean;
  /** Every way into it by HTTP; none where nobody comes by it. */
  readonly routes: readonly ServedRoute[];
  readonly deploys: DeployOrder;
  readonly made: MadeContainer[] = [];
  /** In place once it does its work. */
  readonly atWork: pulumi.Resource;

  constructor(scope: Scope, key: string, args: ApplicationContainer, after: readonly pulumi.Resource[]) {
    const name = resourceNameOf(scope, key);
    const exchange = exchangeOf(scope.args, key, args);
    const ways = waysOf(args);
    const inputs = { container: key, ...exchange, ...(ways && told(ways)) };
    super("homeport:index:ApplicationContainer", name, inputs, { parent: scope.parent });
    this.serviceName = name;
    this.application = scope.application;
    this.deploys = exchange.deploys;
    this.routers = [scope.router];
    this.isReached = ways !== undefined;
    const routes = ways && !isUnvisited(ways) ? servedRoutes(name, ways, [scope.router]) : [];
    this.routes = routes.map((route) => ({ ...route, privateNetwork: scope.network }));
    if (args.udp) remarkOfUdp(pathOf(scope, key), args.udp, routes.length > 0, this);
    this.atWork = putToWork(this.partIn(scope), scope, key, args, after);
    this.registerOutputs(inputs);
  }

  private partIn({ application, router }: Scope): ServicePart {
    const { serviceName, deploys, made } = this;
    const routerNames = [router.routerName];
    return {
      serviceName,
      application,
      router,
      routerNames,
      hosts: [router.network.host.hostName],
      deploys,
      made,
      held: new Map(),
      name: serviceName,
      parent: this,
    };
  }
}

function putToWork(
  part: ServicePart,
  scope: Scope,
  key: string,
  args: ApplicationContainer,
  after: readonly pulumi.Resource[],
): local.Command {
  const { network } = scope.router;
  const common = containerInputs(
    {
      network,
      path: pathOf(scope, key),
      name: part.name,
      component: componentOf(scope, key),
      options: (role) => named(part, role),
    },
    args,
    mountedOf(args, scope.places),
  );
  const containers = Array.from({ length: args.replicas ?? 1 }, (_, index) =>
    makeContainer(part, scope, key, index, args, common),
  );
  part.made.push(...containers.map((one) => ({ host: network.host, container: one, hidden: common.hidden })));
  const ways = waysOf(args);
  if (!ways) for (const one of containers) network.expect(one, part.serviceName, "beside", scope.application);
  const thing = thingOf(part, scope, key, args);
  const stopSeconds = stopSecondsOf(args);
  if (ways)
    return publishOn(part, {
      ways,
      containers,
      thing,
      health: args.health,
      readySeconds: readySecondsOf(args),
      drainSeconds: args.drainSeconds,
      stopSeconds,
      hidden: common.hidden,
      mayStart: scope.mayStart,
      after: [...after],
    });
  return hostCommand(
    `${part.name}-start`,
    network.host,
    {
      run: pulumi
        .all([pulumi.all(containers.map((one) => one.name)), thing, scope.mayStart, serverIn(scope, key)])
        .apply(([names, before, mayStart, server]) =>
          startCommand({
            thing: before,
            containers: names,
            stopFirst: part.deploys === "stop-first",
            watch: watchOf(scope, key, args),
            readySeconds: longestStart(args),
            stopSeconds,
            mayStart,
            ...(server && { server }),
          }),
        ),
      stdin: "",
      environment: { [hiddenVariable]: common.hidden },
    },
    { parent: part.parent, dependsOn: [...after] },
  );
}

/** What a server of a database needs beside what others do, once the state knows of nobody else's data there. */
function serverIn(
  { application, servers, places, router }: Scope,
  key: string,
): pulumi.Output<StartedServer | undefined> {
  const server = servers.get(key);
  const place = places.get(key);
  if (!server || !place) return pulumi.output(undefined);
  const path = `${application}.databases.${key}.engine.image`;
  const claim = claimOf(path, `${application}/${key}`, server);
  return unlessOfAnother(nameOf(place), router.network.host, claim).apply(() => ({
    dataFit: fitFunction(claim),
    settle: server.engine.settle,
  }));
}

const thingOf = (
  part: ServicePart,
  scope: Scope,
  key: string,
  args: ApplicationContainer,
): pulumi.Output<Thing> =>
  pulumi
    .all([scope.network, ownPlaces(args, scope.args.volumes ?? {}, scope.places)])
    .apply(([network, volumes]) => ({
      project: pulumi.getProject(),
      environment: part.router.network.environment,
      component: componentOf(scope, key),
      isService: true,
      network,
      volumes,
      application: { name: scope.application, components: componentsOf(scope) },
    }));

/** Where others wait for its health and it does not say how that is known, its image has to. */
const watchOf = (
  { args: { containers, jobs = {} } }: Scope,
  key: string,
  { health }: ApplicationContainer,
): Watch => {
  if (health !== undefined) return "own";
  const isAwaited = [...Object.values(containers), ...Object.values(jobs)].some(
    ({ after = {} }) => after[key] === "healthy",
  );
  return isAwaited ? "image" : "none";
};
