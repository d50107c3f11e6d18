import { npx } from "../../components/shared/npx";
import { isAmong } from "../../components/shared/pattern";
import { type Rehearsed, readRehearsal } from "../rehearsal";
import type { Finding, StackRule } from "../rule";

const day = 86_400_000;

/** A backup that nobody has brought up is a hope. */
export const rehearsed: StackRule<{ environments?: readonly string[]; maxDays: number; report: string }> = {
  about: "stack",
  name: "rehearsed",
  description: "Backups were brought up lately in another environment, and all held.",
  settings: {
    environments: {
      type: "array",
      items: { type: "string" },
      description: "Stacks whose backups are rehearsed. Without it, the rule asks nothing.",
    },
    maxDays: {
      type: "number",
      minimum: 1,
      default: 30,
      description: "How long ago that may have been, in days.",
    },
    report: {
      type: "string",
      minLength: 1,
      default: "rehearsal.json",
      description: "What `homeport rehearse` has written, in the folder of the project.",
    },
  },
  check: ({ name, project, resources }, { environments = [], maxDays, report }) =>
    isAmong(environments, name) && resources.some(({ type }) => type === "homeport:index:Backups")
      ? lacking(name, readRehearsal(project, report), { maxDays, report, now: Date.now() })
      : [],
};

/** What is wrong with the last rehearsal of a stack's backups. */
export function lacking(
  stack: string,
  last: Rehearsed | undefined,
  { maxDays, report, now }: { readonly maxDays: number; readonly report: string; readonly now: number },
): Finding[] {
  const wayOut = `${npx(`homeport rehearse --from ${stack} --to …`)}, which writes it; docs/rehearsal.md has the job of a pipeline`;
  if (last?.from !== stack)
    return [{ message: `${report} tells of no rehearsal of the backups of ${stack}; what helps: ${wayOut}` }];
  if (!last.ok)
    return [
      {
        message: `the last rehearsal of the backups of ${stack}, on ${last.at.slice(0, 10)}, failed: ${report} says what did not hold; what helps, once it is mended: ${wayOut}`,
      },
    ];
  const days = Math.floor((now - Date.parse(last.at)) / day);
  return days > maxDays
    ? [
        {
          message: `the backups of ${stack} were rehearsed ${days} days ago; expected is at most ${maxDays} days; what helps: ${wayOut}`,
        },
      ]
    : [];
}
