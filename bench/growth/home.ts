import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { configPath } from "../../components/front/haproxy/paths";
import { startSandbox } from "../../test/sandbox/sandbox";
import { type Container, containers, runIn } from "../../test/support/containers";
import { furtherSubnets, settings, stack, subnets } from "../ours";

/** Containers of a benchmark's program, by the resource that each belongs to. */
export class Home {
  private constructor(private readonly all: readonly Container[]) {}

  static of = async (labels: Record<string, string>): Promise<Home> => new Home(await containers(labels));

  container(resource: string): Container {
    const found = this.all.find(({ Name }) => nameOf(Name) === `/${stack}-${resource}`);
    if (!found)
      throw new Error(`no container is called ${resource}: ${this.all.map(({ Name }) => Name).join(" ")}`);
    return found;
  }
}

/** Without what makes it unique. */
const nameOf = (name: string): string => name.replace(/-[0-9a-f]+$/, "");

/** A farm with a service of its own host, and one of another: without the Pulumi command. */
export async function startHome(): Promise<{ home: Home; stop(): Promise<unknown> }> {
  const sandbox = await startSandbox({
    program: require.resolve("../programs/grown"),
    stacks: [stack],
    config: { ...settings(subnets.growth), "bench:further": furtherSubnets(1) },
  });
  return { home: await Home.of({ "homeport.sandbox": sandbox.id }), stop: () => sandbox.stop() };
}

/** Runs a script in a container, as an update does. @returns how many seconds it took, with the engine's call */
export async function runScript({ Id, Name }: Container, script: string, user?: string): Promise<number> {
  const started = performance.now();
  const child = spawn("docker", ["exec", "-i", ...(user ? ["-u", user] : []), Id, "sh"]);
  child.stdin.on("error", () => {});
  child.stdin.end(script);
  const ended = new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const [out, err, status] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  if (status !== 0)
    throw new Error(`in ${nameOf(Name)}: exit status ${status}\n${(out + err).slice(-2_000)}`);
  return (performance.now() - started) / 1_000;
}

/** The configuration that a farm has. */
export const configOf = (farm: Container): Promise<string> => runIn(farm, ["cat", configPath]);

/** Its process that serves: another one after each reload. */
export const workerOf = async (farm: Container): Promise<string> =>
  /^Pid: (\d+)/m.exec(await runIn(farm, ["sh", "-c", "echo show info | nc 127.0.0.1 8407"]))?.[1] ?? "none";
