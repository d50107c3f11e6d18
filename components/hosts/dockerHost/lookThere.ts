import * as pulumi from "@pulumi/pulumi";
import { surveyScript } from "../../survey/script";
import { parseSurvey, type Survey } from "../../survey/survey";
import { listMarks, type Mark, parseMarks } from "../hostSetup/marks";
import type { Way } from "../machine/script";
import { visit } from "../machine/visit";

/** What has been seen of a machine. */
export interface Seen {
  /** Of all stacks that use it. */
  readonly marks: readonly Mark[];
  /** @default it did not answer */
  readonly survey?: Survey;
}

const end = "end of the marks";

/** Of a machine that was not asked, or did not answer. */
export const nothingSeen: Seen = { marks: [] };

/**
 * Asks a machine what its engine has, and who uses it. One that is off, or does not let the program in, is warned of:
 * what a preview shows of it is then what was known last.
 */
export async function lookThere({ target }: Way, resource: pulumi.Resource): Promise<Seen> {
  const { name, address, port } = target;
  const { stdout, failure } = await visit(target, `${listMarks}\necho '${end}'\n${surveyScript}`);
  const [marks = "", survey = ""] = stdout.split(`${end}\n`);
  if (failure === undefined) return { marks: parseMarks(marks), survey: parseSurvey(survey) };
  await pulumi.log.warn(
    `host ${name}: ${address}, port ${port}, does not answer (${failure}). The preview shows what was known last; an update would fail where it changes something there.`,
    resource,
  );
  return nothingSeen;
}

/** Looks who uses a machine that is still to be set up, or anew; one that does not answer yet is no news. */
export async function lookForOthers({ target }: Way): Promise<readonly Mark[]> {
  const { stdout } = await visit(target, listMarks);
  return parseMarks(stdout);
}
