import { aliasOf } from "../../components/monitor/layout";
import { npx } from "../../components/shared/npx";
import type { Declared, DeclaredMonitor } from "../shared/declared/facts";
import { declaredIn } from "../shared/declared/read";
import { Failure } from "../shared/failure";
import type { AskPulumi } from "../shared/pulumi";
import { stacksOf } from "../shared/stacks";
import { type Engine, readDeployment } from "../shared/state";

/** A monitor, and the containers in which it is asked. */
export interface FoundMonitor extends DeclaredMonitor {
  readonly stack: string;
  /** Alertmanager's. */
  readonly container: string;
  readonly prometheus: string;
  readonly engine: Engine;
}

/** Where a monitor is asked; undefined where its update did not come to its end, or its host is not known. */
export function placeOf(
  { name, host }: DeclaredMonitor,
  { containers, hosts }: Pick<Declared, "containers" | "hosts">,
): Pick<FoundMonitor, "container" | "prometheus" | "engine"> | undefined {
  const idOf = (part: "alertmanager" | "prometheus") =>
    containers.find(({ role, resource }) => role === "monitor" && resource === aliasOf(name, part))?.id;
  const [container, prometheus] = [idOf("alertmanager"), idOf("prometheus")];
  const engine = hosts.find((one) => one.name === host)?.engine;
  return container && prometheus && engine ? { container, prometheus, engine } : undefined;
}

/**
 * Finds the monitor of an environment.
 * @param stack @default whichever has one
 * @throws Failure where there is none, or where several have one.
 */
export async function findMonitor(stack: string | undefined, ask: AskPulumi): Promise<FoundMonitor> {
  const stacks = stack === undefined ? await stacksOf(ask) : [stack];
  const empty: string[] = [];
  const all = await Promise.all(
    stacks.map(async (one) => {
      const declared = declaredIn(readDeployment(await ask("stack", "export", "--stack", one)));
      if (declared.containers.length === 0) empty.push(one);
      return declared.monitors.map((monitor) => ({
        ...monitor,
        stack: one,
        place: placeOf(monitor, declared),
      }));
    }),
  );
  const [found, ...others] = all.flat();
  const [first] = stacks;
  if (!found && first !== undefined && empty.length === stacks.length)
    throw new Failure(
      `nothing has been deployed to ${stacks.join(", ")}: there is no monitor yet; what helps: ${npx(`pulumi up --stack ${first}`)}`,
    );
  if (!found)
    throw new Failure(`nothing watches ${stacks.join(", ") || "the project"}: no program has a Monitor`);
  if (others.length > 0)
    throw new Failure(
      `${[found, ...others].map((one) => one.stack).join(" and ")} have a monitor; say which: --stack ${found.stack}`,
    );
  const { place, ...monitor } = found;
  if (!place)
    throw new Failure(
      `${monitor.name} of ${monitor.stack}: its update did not come to its end; what helps: ${npx(`pulumi up --stack ${monitor.stack}`)}`,
    );
  return { ...monitor, ...place };
}
