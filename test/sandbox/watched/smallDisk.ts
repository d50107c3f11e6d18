import { monitorImage } from "../../images/tags";
import { type Container, docker, inspect, runIn } from "../../support/containers";

/** An agent whose disk of the engine has 32 MiB: it takes the place of the one that is there. */
export class SmallDisk {
  private constructor(private readonly agent: Container) {}

  static async instead(agent: Container): Promise<SmallDisk> {
    const { Config, NetworkSettings, Mounts } = agent;
    const [network = ""] = Object.keys(NetworkSettings.Networks);
    const [script = ""] = (Config.Entrypoint as string[]).slice(2);
    const volume = Mounts.find(({ Destination }) => Destination === "/watch")?.Name;
    const container = await docker.createContainer({
      Image: monitorImage,
      // Debian's leaves out disks in memory.
      Entrypoint: [
        "sh",
        "-c",
        `cp -r /former/. /watch/\n${script.replace("--collector.filesystem ", "--collector.filesystem --collector.filesystem.fs-types-exclude=^proc$ ")}`,
      ],
      User: Config.User,
      Labels: Config.Labels,
      HostConfig: {
        Binds: [`${volume}:/former:ro`, "/sys/fs/cgroup:/groups:ro"],
        Tmpfs: { "/tmp": "size=4m", "/watch": "size=32m,mode=1777" },
        NetworkMode: network,
      },
      NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: ["monitor-agent"] } } },
    });
    await docker.getContainer(agent.Id).stop({ t: 2 });
    await container.start();
    return new SmallDisk(await inspect(container.id));
  }

  /** One MiB after the other, each within half a second. */
  async fill(mebibytes: number): Promise<void> {
    const one = "head -c 1M /dev/zero >> /watch/fill; sleep 0.5";
    await runIn(this.agent, ["sh", "-c", `for _ in $(seq ${mebibytes}); do ${one}; done`]);
  }

  async empty(): Promise<void> {
    await runIn(this.agent, ["rm", "/watch/fill"]);
  }
}
