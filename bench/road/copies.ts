import { configPath } from "../../components/front/haproxy/paths";
import { routesDirectory } from "../../components/router/config";
import { addressOf, type Container, docker, inspect, runIn } from "../../test/support/containers";
import { marks } from "../ours";
import { routerTls, type Shown } from "./shown";
import type { Door } from "./wrk";

/** The engine's name of a container's (only) network. */
export const networkOf = ({ NetworkSettings }: Container): string =>
  Object.keys(NetworkSettings.Networks)[0] as string;

/** A second router, with the same routes, that ends TLS and logs every request, as one does without a farm. */
export async function startOpenRouter(router: Container, shown: Shown): Promise<Door> {
  const routes = "/tmp/routes";
  const command = router.Config.Cmd.filter((option) => !option.startsWith("--accessLog.filters."))
    .map((option) => option.replace(routesDirectory, routes))
    .concat("--entryPoints.web.http.tls=true");
  const address = await startCopy(router, {
    Entrypoint: begin(
      `umask 077; mkdir ${routes}; cp ${routesDirectory}/* ${routes}/; printf "%s" "$TLS" > ${routes}/bench-tls.yml`,
      'exec traefik "$@"',
    ),
    Cmd: command,
    Env: [...router.Config.Env, `TLS=${routerTls(shown)}`],
    Tmpfs: { "/tmp": "mode=1777" },
  });
  return { scheme: "https", address, port: 80 };
}

/** A second farm that takes no session up again: each connection is a stranger's. */
export async function startForgetfulFarm(farm: Container): Promise<Door> {
  const address = await startFarm(farm, /^global$/m, "global\n    tune.ssl.cachesize 0");
  return { scheme: "https", address, port: 443 };
}

/** A second farm, behind something that has ended TLS and logged the request: it does neither. */
export async function startInnerFarm(farm: Container): Promise<string> {
  const address = await startFarm(
    farm,
    /option dontlognull|bind :443 ssl .*/g,
    (line) => (line.startsWith("bind") ? "bind :8000" : "option dontlog-normal"),
    2,
  );
  return `${address}:8000`;
}

/** @param times how often the configuration has to have it: else it is no longer what it was */
async function startFarm(
  farm: Container,
  what: RegExp,
  by: string | ((found: string) => string),
  times = 1,
): Promise<string> {
  const written = await runIn(farm, ["cat", configPath]);
  const found = written.match(what)?.length ?? 0;
  if (found !== times) throw new Error(`the farm's configuration has ${found} times ${what}`);
  return startCopy(farm, {
    Entrypoint: begin('printf "%s" "$CONFIG" > /tmp/haproxy.cfg', "exec haproxy -W -f /tmp/haproxy.cfg"),
    Cmd: [],
    Env: [...farm.Config.Env, `CONFIG=${written.replace(what, by as string)}`],
    Tmpfs: { "/tmp": "mode=1777" },
  });
}

const begin = (...commands: string[]): string[] => ["sh", "-euc", commands.join("\n"), "sh"];

interface Changed {
  readonly Cmd: string[];
  readonly Entrypoint: string[];
  readonly Env: string[];
  readonly Tmpfs: Record<string, string>;
}

/** Starts a container like another one, without its published ports and its address. */
async function startCopy(original: Container, { Tmpfs, ...changed }: Changed): Promise<string> {
  const { Image, User } = original.Config;
  const container = await docker.createContainer({
    ...{ Image, User },
    ...changed,
    Labels: { ...marks },
    HostConfig: { ...original.HostConfig, PortBindings: {}, NetworkMode: networkOf(original), Tmpfs },
  });
  await container.start();
  return addressOf(await inspect(container.id));
}
