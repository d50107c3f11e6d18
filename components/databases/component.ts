import type { local } from "@pulumi/command";
import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { guardFunction } from "../applications/guard";
import { startCommand } from "../applications/start";
import { healthySecondsOf, readySecondsOf } from "../containers/health";
import { type ContainerInputs, containerInputs } from "../containers/inputs";
import { type Mounted, nameOf } from "../containers/place";
import { stopSecondsOf } from "../containers/process";
import { hostCommand } from "../hosts/dockerHost/hostCommand";
import { startedLater } from "../hosts/exchange/command";
import { thingOn } from "../hosts/exchange/thing";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import { type DataPart, onHost } from "../services/part";
import { makeVolumes } from "../services/volumes";
import { tellOfClear } from "../shared/inClear";
import { hiddenVariable } from "../shared/inside";
import type { DatabaseArgs } from "./args";
import { checkDatabase } from "./check";
import { claimOf, unlessOfAnother } from "./claim";
import { byDump, type DumpedDatabase, dataVolume as data } from "./dumped";
import { inBackups } from "./inBackups";
import { passwordOf } from "./password";
import { type Server, serverOf } from "./server";
import { engineLabel, fitFunction, labelOf } from "./version";

/**
 * A database in the network of an environment: PostgreSQL, MariaDB, MySQL, MongoDB, Valkey or Redis. Services reach it by
 * its name; nobody outside does. Its data stay when it goes, and `Backups` has it dumped.
 *
 * @example
 * ```ts
 * const db = new Database("wiki-db", { network, engine: { kind: "postgres", image: "postgres:17.6" }, database: "wiki" });
 * const wiki = new DomainService("wiki", { router, …, environment: { DATABASE_URL: db.url } }, { dependsOn: db });
 * ```
 */
export class Database extends pulumi.ComponentResource {
  readonly databaseName: string;
  /** Its name in the network. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** A secret. */
  readonly password: pulumi.Output<string>;
  /** All of it as one address, a secret. */
  readonly url: pulumi.Output<string>;
  /** @internal */
  readonly dumped: readonly DumpedDatabase[];

  /** @throws RunError that names every argument that is not usable. */
  constructor(name: string, args: DatabaseArgs, opts?: pulumi.ComponentResourceOptions) {
    checkDatabase(name, args);
    super("homeport:index:Database", name, {}, opts);
    tellOfClear(name, { password: args.password });
    const { network, backup = byDump } = args;
    this.databaseName = name;
    this.host = name;
    this.password = passwordOf(name, args, this);
    const server = serverOf(name, args, this.password);
    const { engine, database, user } = server;
    this.port = engine.port;
    this.database = database;
    this.user = user;
    this.url = this.password.apply((password) => engine.url({ database, user, password }, name));
    const part = {
      serviceName: name,
      router: { network },
      routerNames: [],
      hosts: [network.host.hostName],
      held: new Map(),
      name,
      parent: this,
    };
    const kept = { existing: args.existing, backup: backup === "none" ? backup : undefined };
    const volumes = makeVolumes(part, [{ name: data, path: server.dataPath, ...kept }]);
    start(part, server, volumes);
    this.dumped = volumes
      .filter(() => backup === byDump)
      .map((source) => ({
        ...{ service: name, volume: data, server, source, host: network.host },
        ...{ network: network.networkName, address: name, password: this.password },
      }));
    const gapSeconds = stopSecondsOf(server.container) + startSecondsOf(server);
    this.registerOutputs({
      ...{ engine: labelOf(engine, server.image), host: name, port: engine.port, database, user },
      ...{ password: this.password, url: this.url, deploys: "stop-first", gapSeconds },
      backups: { [data]: Promise.all(this.dumped.map((one) => inBackups(name, one))).then(() => backup) },
      ...(args.rehearsal && { rehearsals: { [data]: args.rehearsal } }),
    });
  }
}

const startSecondsOf = ({ container: { health = {} } }: Server): number =>
  healthySecondsOf(health, readySecondsOf({}));

/** Makes the container, and what puts it to work. */
function start(part: DataPart, server: Server, volumes: readonly Mounted[]): local.Command {
  const { serviceName: name, parent, router } = part;
  const { network } = router;
  const place = {
    ...{ network, path: name, component: name, name },
    options: () => ({ parent }),
  };
  const common = containerInputs(place, server.container, volumes);
  const container = makeContainer(part, server, common);
  const claim = claimOf(`${name}.engine.image`, name, server);
  const sources = pulumi.all(volumes.map((one) => unlessOfAnother(nameOf(one), network.host, claim)));
  return hostCommand(
    `${name}-start`,
    network.host,
    {
      run: pulumi
        .all([container.name, sources, thingOn(network, name, volumes.map(nameOf), true)])
        .apply(([made, [source = ""], thing]) =>
          startCommand({
            ...{ thing, containers: [made], stopFirst: true, watch: "own" },
            readySeconds: startSecondsOf(server),
            stopSeconds: stopSecondsOf(server.container),
            mayStart: guardFunction(ownerOf(name, network), [
              { path: `${name}.volumes.${data}`, kind: "volume", source },
            ]),
            server: { dataFit: fitFunction(claim), settle: server.engine.settle },
          }),
        ),
      stdin: "",
      environment: { [hiddenVariable]: common.hidden },
    },
    { parent },
  );
}

const ownerOf = (name: string, { environment }: EnvironmentNetwork) => ({
  project: pulumi.getProject(),
  environment,
  name,
  is: "database" as const,
});

function makeContainer(
  part: DataPart,
  { engine, image }: Server,
  { inputs, options, told }: ContainerInputs,
): docker.Container {
  const { serviceName, parent } = part;
  const { network } = part.router;
  const name = `${serviceName}-0`;
  const container = new docker.Container(
    name,
    {
      ...inputs,
      ...startedLater,
      networksAdvanced: [{ name: network.networkName, aliases: [serviceName] }],
      labels: network.labelsOf(
        name,
        parent,
        serviceName,
        {
          [engineLabel]: labelOf(engine, image),
          "homeport.companion": "yes",
          "homeport.deploys": "stop-first",
        },
        told,
      ),
    },
    { ...onHost(part, "0"), ...options, deleteBeforeReplace: false },
  );
  return network.expect(container, serviceName);
}
