import { hash } from "bcryptjs";
import { restServerImage } from "../images/tags";
import { type Container, docker, engineAddress, inspect, runIn } from "./containers";
import { type MachineNetwork, newLabels } from "./machine/network";
import { waitFor } from "./wait";

/** A server of restic's repositories, to which its users may only add. */
export class ResticServer {
  private constructor(
    private readonly container: Container,
    /** As containers of any network reach it. */
    readonly url: string,
  ) {}

  /** @param beside the network on which it is reached by an address of its own; by default by a port of the engine */
  static async start(
    user: string | readonly string[],
    password: string,
    beside?: MachineNetwork,
  ): Promise<ResticServer> {
    const { id, labels } = newLabels();
    const hashed = (await hash(password, 4)).replace("$2b$", "$2y$");
    const entries = [user].flat().map((one) => `${one}:${hashed}`);
    const serve = `mkdir -p /data; echo '${entries.join("\n")}' > /etc/htpasswd; exec restic-rest-server --append-only --htpasswd-file /etc/htpasswd --path /data`;
    const made = await docker.createContainer({
      name: `rest-server-${id}`,
      Image: restServerImage,
      Entrypoint: ["sh", "-c", serve],
      Labels: labels,
      ExposedPorts: { "8000/tcp": {} },
      HostConfig: beside
        ? { NetworkMode: beside.name }
        : { PortBindings: { "8000/tcp": [{ HostIp: "", HostPort: "" }] } },
      ...(beside && {
        NetworkingConfig: {
          EndpointsConfig: { [beside.name]: { IPAMConfig: { IPv4Address: beside.freeAddress() } } },
        },
      }),
    });
    await made.start();
    const container = await inspect(made.id);
    const { Ports, Networks } = container.NetworkSettings;
    const where = beside
      ? `${Networks[beside.name]?.IPAddress}:8000`
      : `${await engineAddress()}:${Ports["8000/tcp"]?.[0]?.HostPort}`;
    const server = new ResticServer(container, `http://${where}`);
    await waitFor("the server of repositories", async () =>
      (await server.run("wget -q -O - http://127.0.0.1:8000/ 2>&1; :")).includes("401"),
    );
    return server;
  }

  /** Runs a script beside its data, which are in /data. */
  run = (script: string): Promise<string> => runIn(this.container, ["sh", "-c", script]);

  pause = () => docker.getContainer(this.container.Id).pause();
  unpause = () => docker.getContainer(this.container.Id).unpause();
  /** Takes the power away. */
  kill = () => docker.getContainer(this.container.Id).kill();
  restart = () => docker.getContainer(this.container.Id).start();
  stop = () => docker.getContainer(this.container.Id).remove({ force: true, v: true });
}
