import { planChange } from "./change";
import { compare, type Environment } from "./difference";
import { askEngines } from "./engine";
import { settingsIn } from "./files";
import { readHistory } from "./history";
import { runningImages } from "./images";
import { openProject, writeChange } from "./project";
import { askPulumi } from "./pulumi";
import { readState } from "./state";
import { renderPromotion } from "./told";

/** What is promoted. */
export interface PromotionArgs {
  /** The stack that has shown something to work. */
  readonly from: string;
  /** The stack that is to run it. */
  readonly to: string;
  /** File with the configuration of the policies. */
  readonly guardRails: string;
  /** Whether every file stays as it is. */
  readonly show: boolean;
}

/**
 * Compares what two stacks of a project run, and writes what goes into a merge request.
 * @returns what was found and written, in Markdown.
 * @throws Error where there is nothing that could be promoted, saying why.
 */
export function promote(folder: string, args: PromotionArgs): string {
  const project = openProject(folder, args);
  const from = provenEnvironment(args.from);
  const to = environment(args.to);
  const difference = compare(from, to, project.mayDiffer);
  const change = planChange(from.images, difference, {
    name: project.files.project.project,
    project: settingsIn(project.files.project),
    from: settingsIn(project.files.from),
  });
  const written = args.show ? undefined : writeChange(project, change);
  return renderPromotion({ from, to, difference, change, written });
}

const environment = (stack: string) => {
  const containers = readState(askPulumi("stack", "export", "--stack", stack));
  return {
    stack,
    images: runningImages(containers, askEngines(containers)),
    update: readHistory(askPulumi("stack", "history", "--stack", stack, "--json", "--page-size", "20")),
  };
};

/** After a failed update, a stack runs a mixture that nobody has seen at work. */
function provenEnvironment(stack: string): Environment {
  const { update, images } = environment(stack);
  if (!update) throw new Error(`${stack} runs nothing: update it first, pulumi up --stack ${stack}`);
  if (!update.succeeded)
    throw new Error(
      `the last update of ${stack} failed, so what it runs has shown nothing: pulumi up --stack ${stack}`,
    );
  return { stack, images, update };
}
