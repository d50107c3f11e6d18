import { idLabel } from "../../test/sandbox/clean";
import { type Sandbox, startSandbox } from "../../test/sandbox/sandbox";
import { addressOf, type Container, containers } from "../../test/support/containers";
import { settings, stack, subnets } from "../ours";

/** An environment as the components deploy it, without the Pulumi command. */
export interface Deployed {
  /** The running container of a component (`farm`, `router`, `gate`) or of a service. */
  container(component: string): Promise<Container>;
  /** Where a container is asked without the engine's published ports between. */
  address(component: string): Promise<string>;
  stop(): Promise<unknown>;
}

/** @param config what is set beside the benchmarks' own settings */
export async function deployEnvironment(
  kind: "site" | "echo",
  services: number,
  config: Readonly<Record<string, unknown>> = {},
): Promise<Deployed> {
  const sandbox: Sandbox = await startSandbox({
    program: require.resolve("../programs/home"),
    stacks: [stack],
    config: { ...settings(subnets.road), "bench:kind": kind, "bench:services": services, ...config },
  });
  const container = async (component: string) => {
    const [found] = await containers({ [idLabel]: sandbox.id, "homeport.component": component });
    if (!found) throw new Error(`no container of ${component} runs`);
    return found;
  };
  return {
    container,
    address: async (component) => addressOf(await container(component)),
    stop: () => sandbox.stop(),
  };
}
