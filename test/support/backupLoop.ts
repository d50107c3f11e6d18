import { placeOf } from "../../components/backups/place";
import type { Repository } from "../../components/backups/repository";
import { renderBackups } from "../../components/backups/script";
import { secretsOf } from "../../components/backups/secrets";
import { renderTold } from "../../components/backups/told";
import { resticImage } from "../images/tags";
import { type Container, docker, inspect, logsOf, runIn } from "./containers";
import type { MachineNetwork } from "./machine/network";
import { newLabels } from "./machine/network";
import { quicken } from "./quickKey";
import { waitFor } from "./wait";

/** An output, as far as it is no secret of Pulumi's what it is. */
interface Waiting {
  promise(): Promise<string>;
}

const encryption = "secret-of-the-repository";

/** What makes backups, by itself: of a volume `files` that it may write to, in one place. */
export class BackupLoop {
  private orders = 0;

  private constructor(readonly container: Container) {}

  /** @param memory where it has a file system of some mebibytes, as a disk that is soon full */
  static async start({
    network,
    repository,
    memory = {},
    host = "attic",
    service = "wiki",
    directory,
  }: {
    readonly network?: MachineNetwork;
    readonly repository: Repository;
    readonly memory?: Readonly<Record<string, number>>;
    readonly host?: string;
    readonly service?: string;
    /** Of the host, where the repository is one. */
    readonly directory?: string;
  }): Promise<BackupLoop> {
    const script = renderBackups({
      owner: `home.prod.${host}`,
      places: [placeOf(repository, 0)],
      parts: [{ service, volume: "files", backup: { kind: "files" } }],
      schedule: { everyMinutes: 1440 },
      keep: { all: "14d", daily: "60d", monthly: "1y" },
      prunes: true,
      checkPercent: 100,
      pings: true,
      visitor: "192.0.2.1",
    });
    const made = await docker.createContainer({
      Image: resticImage,
      Entrypoint: [
        "sh",
        "-c",
        `mkdir -p /volumes/${service}/files /ping; [ -e /volumes/${service}/files/page ] || echo kept > /volumes/${service}/files/page\n${script}`,
      ],
      User: "0:0",
      Labels: newLabels().labels,
      HostConfig: {
        NetworkMode: network?.name ?? "none",
        Mounts: directory ? [{ Type: "bind", Source: directory, Target: "/repositories/0" }] : [],
        Tmpfs: Object.fromEntries(Object.entries(memory).map(([path, size]) => [path, `size=${size}m`])),
      },
    });
    await made.start();
    return new BackupLoop(await inspect(made.id));
  }

  /** What a deployment is told that hands over what is secret: nothing, where the repository is open. */
  async tell(repository: Repository): Promise<string> {
    const given = Object.entries(secretsOf(repository, 0)).map(async ([name, value]) => [
      name,
      typeof value === "string" ? value : await (value as unknown as Waiting).promise(),
    ]);
    const secrets = Object.fromEntries(await Promise.all(given));
    return this.run(renderTold({ encryption, ...secrets }, 1));
  }

  /**
   * Has restic's calls take no time for the password, once there is a repository.
   * @param run runs a script where its files are; by default that is here
   */
  quicken = (run = this.run, path = "/repositories/0"): Promise<void> => quicken(run, path, encryption);

  /** Has a set made, and gives what is wrong with it. */
  async set(): Promise<string> {
    return (await this.outcome()).problem;
  }

  /** Has a set made, and gives what came of it. */
  async outcome(): Promise<{ readonly problem: string; readonly warned: string; readonly refused: boolean }> {
    const order = `set test-${++this.orders}`;
    await this.run(`echo "${order}" > /backups/order.new && mv /backups/order.new /backups/order`);
    await waitFor(order, async () => (await this.run("cat /backups/attended")).trim() === order, 120);
    return JSON.parse(await this.run("cat /backups/places/0/outcome"));
  }

  /** All that somebody sees who looks at it while it makes a set: what the engine shows, its log, its processes. */
  async seen(): Promise<string> {
    const lines = new Set<string>();
    let over = false;
    const watching = (async () => {
      while (!over) lines.add(await this.run("cat /proc/[0-9]*/cmdline | tr '\\0' ' '"));
    })();
    await this.set().finally(() => {
      over = true;
    });
    await watching;
    const { Id } = this.container;
    return [...lines, JSON.stringify(await inspect(Id)), await logsOf(Id)].join("\n");
  }

  run = (script: string): Promise<string> => runIn(this.container, ["sh", "-c", script]);

  /** Takes the power away. */
  kill = () => docker.getContainer(this.container.Id).kill();
  restart = () => docker.getContainer(this.container.Id).start();

  stop = () => docker.getContainer(this.container.Id).remove({ force: true, v: true });
}
