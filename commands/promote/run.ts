import { npx } from "../../components/shared/npx";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { readHistory } from "../shared/history";
import { renderJson } from "../shared/json";
import { type AskPulumi, pulumiIn } from "../shared/pulumi";
import { runningImages } from "../shared/runningImages";
import { readState } from "../shared/state";
import type { Surroundings, Variables } from "../shared/surroundings";
import { planChange } from "./change";
import { compare, type Environment } from "./difference";
import { askEngines } from "./engine";
import { settingsIn } from "./files";
import { openProject, writeChange } from "./project";
import { refuseUnquiet } from "./quiet";
import { type Promotion, renderPromotion } from "./told";

/** What is promoted. */
export interface Options {
  /** The stack that has shown something to work. */
  readonly from: string;
  /** The stack that is to run it. */
  readonly to: string;
  /** File with the configuration of the policies. @default the folder's guard-rails.json, where there is one */
  readonly guardRails?: string;
  /** Whether the first one's monitor has to be at work, with nothing that would wake anybody. */
  readonly quiet: boolean;
  /** Whether every file stays as it is. */
  readonly show: boolean;
  readonly json: boolean;
}

/** Compares what two stacks of a project run, and writes what goes into a merge request. */
export async function run(options: Options, surroundings: Surroundings): Promise<ExitCode> {
  const { variables, out, terminal } = surroundings;
  const project = openProject(surroundings, options);
  const ask = pulumiIn(variables);
  terminal.progress(`asking what ${options.from} and ${options.to} run …`);
  const [from, to] = await Promise.all([
    provenEnvironment(options.from, ask, variables),
    environment(options.to, ask, variables),
  ]);
  if (options.quiet) await refuseUnquiet(options.from, ask, variables, surroundings.now);
  terminal.progress();
  const difference = compare(from, to, project.mayDiffer);
  const change = planChange(from.images, difference, {
    name: project.files.project.project,
    project: settingsIn(project.files.project),
    from: settingsIn(project.files.from),
  });
  const written = options.show ? undefined : writeChange(project, change);
  const promotion = { from, to, difference, change, written };
  out(options.json ? renderJson(forPrograms(promotion)) : renderPromotion(promotion));
  return exitCodes.done;
}

async function environment(stack: string, ask: AskPulumi, variables: Variables) {
  const containers = readState(await ask("stack", "export", "--stack", stack));
  const history = await ask("stack", "history", "--stack", stack, "--json", "--page-size", "20");
  return {
    stack,
    images: runningImages(containers, await askEngines(containers, variables)),
    update: readHistory(history),
  };
}

/** After a failed update, a stack runs a mixture that nobody has seen at work. */
async function provenEnvironment(stack: string, ask: AskPulumi, variables: Variables): Promise<Environment> {
  const { update, images } = await environment(stack, ask, variables);
  if (!update)
    throw new Failure(`${stack} runs nothing: update it first, ${npx(`pulumi up --stack ${stack}`)}`);
  if (!update.succeeded)
    throw new Failure(
      `the last update of ${stack} failed, so what it runs has shown nothing: ${npx(`pulumi up --stack ${stack}`)}`,
    );
  return { stack, images, update };
}

/** What moves is named and not shown: the files have it, as safe as it was. */
const forPrograms = ({ difference, change, written }: Promotion) => ({
  ...difference,
  change: { ...change, settings: Object.keys(change.settings) },
  written,
});
