import { exitCodes, Failure } from "../shared/failure";
import { renderJson } from "../shared/json";
import { projectIn } from "../shared/project";
import { pulumiIn } from "../shared/pulumi";
import { allStacksOf } from "../shared/stacks";
import type { Surroundings } from "../shared/surroundings";
import { isWrong } from "./judge/finding";
import { judge } from "./judge/judge";
import { comparingIn } from "./read/comparing";
import { gather } from "./read/gather";
import { renderScreen } from "./render/screen";

/** What the command is asked for. */
interface Options {
  readonly stack?: string;
  readonly days: number;
  readonly json?: boolean;
}

/** Wide enough for what a home has, where nobody says how wide a line is. */
const usualColumns = 120;

/** Shows how a home is. */
export async function run({ stack, days, json }: Options, surroundings: Surroundings) {
  const { folder, variables, now, out, terminal } = surroundings;
  const project = projectIn(folder);
  const askPulumi = pulumiIn(variables);
  terminal.progress("asking Pulumi …");
  const stacks = stack === undefined ? await allStacksOf(askPulumi) : [stack];
  const comparing = comparingIn(surroundings, project);
  const { progress } = terminal;
  const facts = await gather({ project, stacks, comparing, askPulumi, variables, now, progress });
  const [unread] = facts.notAsked;
  if (stack !== undefined && unread) throw new Failure(unread.why);
  const findings = judge(facts, { days });
  progress();
  const { paint, columns = usualColumns } = terminal;
  out(json ? renderJson({ ...facts, findings }) : renderScreen(facts, findings, { paint, columns }));
  return findings.some(isWrong) ? exitCodes.amiss : exitCodes.done;
}
