import * as pulumi from "@pulumi/pulumi";
import type { Way } from "../machine/script";
import { visit } from "../machine/visit";
import { commandLine } from "../shared/shell";
import { surveyScript } from "../survey/script";
import { parseSurvey, type Survey } from "../survey/survey";

/**
 * Asks a machine what its engine has. One that is off, or does not let the program in, is warned of: what a preview
 * shows of it is then what was known last.
 */
export async function lookThere({ target }: Way, resource: pulumi.Resource): Promise<Survey | undefined> {
  const { name, address, port } = target;
  // Whatever shell the user has, the script is for this one.
  const { stdout, failure } = await visit(target, commandLine("sh", "-c", surveyScript));
  if (failure === undefined) return parseSurvey(stdout);
  await pulumi.log.warn(
    `host ${name}: ${address}, port ${port}, does not answer (${failure}). The preview shows what was known last; an update would fail where it changes something there.`,
    resource,
  );
  return undefined;
}
