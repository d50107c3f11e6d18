import { placeOf, secretsOf } from "../../components/backups/place";
import type { Repository } from "../../components/backups/repository";
import { renderBackups } from "../../components/backups/script";
import { renderTold } from "../../components/backups/told";
import { resticImage } from "../images/tags";
import { type Container, docker, inspect, runIn } from "./containers";
import type { MachineNetwork } from "./machine/network";
import { newLabels } from "./machine/network";
import { waitFor } from "./wait";

/** What makes backups, by itself: of a volume `files` that it may write to, in one place. */
export class BackupLoop {
  private orders = 0;

  private constructor(private readonly container: Container) {}

  /** @param memory where it has a file system of some mebibytes, as a disk that is soon full */
  static async start({
    network,
    repository,
    memory = {},
    host = "attic",
    service = "wiki",
  }: {
    readonly network?: MachineNetwork;
    readonly repository: Repository;
    readonly memory?: Readonly<Record<string, number>>;
    readonly host?: string;
    readonly service?: string;
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
        Tmpfs: Object.fromEntries(Object.entries(memory).map(([path, size]) => [path, `size=${size}m`])),
      },
    });
    await made.start();
    return new BackupLoop(await inspect(made.id));
  }

  /** What a deployment is told that hands over what is secret: nothing, where the repository is open. */
  tell = (repository: Repository): Promise<string> =>
    this.run(
      renderTold(
        { encryption: "secret-of-the-repository", ...(secretsOf(repository, 0) as Record<string, string>) },
        1,
      ),
    );

  /** Has a set made, and gives what is wrong with it. */
  async set(): Promise<string> {
    const order = `set test-${++this.orders}`;
    await this.run(`echo "${order}" > /backups/order.new && mv /backups/order.new /backups/order`);
    await waitFor(order, async () => (await this.run("cat /backups/attended")).trim() === order, 120);
    return JSON.parse(await this.run("cat /backups/places/0/outcome")).problem;
  }

  run = (script: string): Promise<string> => runIn(this.container, ["sh", "-c", script]);

  /** Takes the power away. */
  kill = () => docker.getContainer(this.container.Id).kill();
  restart = () => docker.getContainer(this.container.Id).start();

  stop = () => docker.getContainer(this.container.Id).remove({ force: true, v: true });
}
