import { configPath } from "../../components/haproxy/text";
import { type Container, docker, inspect, runIn } from "../../test/support/containers";
import { marks } from "../ours";

/** The engine's name of a container's (only) network. */
export const networkOf = ({ NetworkSettings }: Container): string =>
  Object.keys(NetworkSettings.Networks)[0] as string;

/** A second router, with the same routes, that logs every request as one does without a farm before it. */
export const startLoggingRouter = (router: Container): Promise<Container> =>
  startCopy(router, {
    Cmd: router.Config.Cmd.filter((option) => !option.startsWith("--accessLog.filters.")),
  });

/** A second farm, with the same configuration, that logs no request: the front before it has done so. */
export async function startSilentFarm(farm: Container): Promise<Container> {
  const written = await runIn(farm, ["cat", configPath]);
  const silent = written.replace("option dontlognull", "option dontlog-normal");
  if (silent === written) throw new Error("the farm's configuration has no line about its log");
  const start = 'printf "%s" "$CONFIG" > /tmp/haproxy.cfg && exec haproxy -W -f /tmp/haproxy.cfg';
  return startCopy(farm, {
    Entrypoint: ["sh", "-c", start],
    Env: [...farm.Config.Env, `CONFIG=${silent}`],
    Tmpfs: { "/tmp": "" },
  });
}

interface Changed {
  readonly Cmd?: string[];
  readonly Entrypoint?: string[];
  readonly Env?: string[];
  readonly Tmpfs?: Record<string, string>;
}

/** Starts a container like another one, without its published ports and its address. */
async function startCopy(original: Container, { Tmpfs, ...changed }: Changed): Promise<Container> {
  const { Image, Cmd, Entrypoint, Env, User } = original.Config;
  const container = await docker.createContainer({
    ...{ Image, Cmd, Entrypoint, Env, User },
    ...changed,
    Labels: { ...marks },
    HostConfig: { ...original.HostConfig, PortBindings: {}, NetworkMode: networkOf(original), Tmpfs },
  });
  await container.start();
  return inspect(container.id);
}
