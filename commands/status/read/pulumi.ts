import pLimit from "p-limit";
import { type LastUpdate, readHistory } from "../../shared/history";
import type { AskPulumi } from "../../shared/pulumi";
import { type Deployment, readDeployment } from "../../shared/state";
import type { Asked } from "../facts/asked";
import type { UpdateFacts } from "../facts/home";
import { firstErrorOf } from "./firstError";

/** As many at once as leave a small machine something for itself. */
const atOnce = pLimit(4);

/** What is known of a stack without asking any host. */
export interface StackAnswer {
  readonly stack: string;
  readonly deployment: Deployment;
  /** @default it was never updated, or nobody can tell */
  readonly update: (LastUpdate & Pick<UpdateFacts, "error">) | undefined;
}

export async function askStack(
  askPulumi: AskPulumi,
  project: string,
  stack: string,
): Promise<Asked<StackAnswer>> {
  const ask: AskPulumi = (...words) => atOnce(() => askPulumi(...words));
  const history = ask("stack", "history", "--stack", stack, "--json", "--page-size", "20").then(readHistory);
  try {
    const [exported, update] = await Promise.all([
      ask("stack", "export", "--stack", stack),
      history.catch(() => undefined),
    ]);
    const error = update?.succeeded === false ? await firstErrorOf(ask, project, stack, update) : undefined;
    const told = update && { ...update, ...(error === undefined ? {} : { error }) };
    return { known: { stack, deployment: readDeployment(exported), update: told } };
  } catch (error) {
    return { notAsked: inALine(error as Error) };
  }
}

/** What Pulumi calls the error, of all that it says; where it names none, its reason may be the last line. */
function inALine({ message }: Error): string {
  const lines = message.split("\n").filter(Boolean);
  return lines.find((line) => /^error: /.test(line)) ?? (lines.join(" ") || message);
}
