import { configPath } from "../../../components/front/haproxy/paths";
import { routesDirectory } from "../../../components/router/config";
import type { DeclaredContainer } from "../../shared/declared/facts";
import { answerOn } from "../../shared/engineCall";
import type { Variables } from "../../shared/surroundings";
import { answerFrom, type Surveyed } from "./survey";

/** The services and ports that lead to each container of a host, by the engine's name of it. */
export type Led = ReadonlyMap<string, readonly string[]>;

/** What a router says: a line for each container that a route leads to, or asks who gets in. */
export const routesScript = `cd ${routesDirectory} && grep -oE '(url|address): .*' *.yml /dev/null; [ $? -le 1 ]`;

/** The same of the door of a port. */
export const serversScript = `grep '^ *server ' ${configPath}; [ $? -le 1 ]`;

const patience = 15;

/**
 * Asks routers and doors where they lead, by host. The state does not tell: it has what an update made, also where the update failed
 * before anyone was sent there. Where nothing failed, nobody is asked.
 * @returns hosts that told; one whose router does not run is not among them
 */
export async function askLed(surveyed: Surveyed, variables: Variables): Promise<ReadonlyMap<string, Led>> {
  const { declared, update } = surveyed;
  const all = [...declared.containers, ...declared.former];
  if (update?.succeeded !== false && declared.pending.length === 0 && declared.former.length === 0)
    return new Map();
  const told = await Promise.all(
    declared.hosts.map(async ({ name: host, engine }) => {
      if (!engine) return [];
      const running = all.filter((one) => one.host === host && runs(one, surveyed));
      const ask = (role: "router" | "port", script: string, read: (text: string, unit: string) => Line[]) =>
        Promise.all(
          running
            .filter((one) => one.role === role)
            .map(({ id, unit }) =>
              answerOn(engine, ["docker", "exec", id, "sh", "-c", script], variables, patience).then(
                (text) => read(text, unit),
                () => undefined,
              ),
            ),
        );
      const [routers, doors] = await Promise.all([
        ask("router", routesScript, readRoutes),
        ask("port", serversScript, readServers),
      ]);
      const known = routers.filter((one) => one !== undefined);
      return known.length > 0
        ? [[host, ledBy([...known, ...doors].flatMap((one) => one ?? []))] as const]
        : [];
    }),
  );
  return new Map(told.flat());
}

const runs = ({ id, host }: DeclaredContainer, { engines }: Surveyed): boolean =>
  answerFrom(engines, host)?.containers.some((one) => one.id === id && one.state === "running") ?? false;

/** Who leads, and to which container. */
type Line = readonly [by: string, container: string];

/** Of a route that is only tried, nobody is sent anywhere. */
export const readRoutes = (text: string): Line[] =>
  [...text.matchAll(/^(.+)\.yml:(?:url|address): [a-z0-9]+:\/\/([^\s:]+):\d+/gm)].flatMap(
    ([, by = "", container = ""]): Line[] => (by.endsWith("_probe") ? [] : [[by, container]]),
  );

export const readServers = (text: string, port: string): Line[] =>
  [...text.matchAll(/^ *server \S+ ([^\s:]+):\d+ /gm)].map(([, container = ""]): Line => [port, container]);

function ledBy(lines: readonly Line[]): Led {
  const led = new Map<string, Set<string>>();
  for (const [by, container] of lines) led.set(container, (led.get(container) ?? new Set()).add(by));
  return new Map([...led].map(([container, by]) => [container, [...by]]));
}
