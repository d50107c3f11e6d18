import { npx } from "../../components/shared/npx";
import { isAmong } from "../../components/shared/pattern";
import { type Alerts, readAlerts } from "../alerts";
import type { Finding, StackRule } from "../rule";

const minute = 60_000;

/** What woke somebody in staging would wake somebody in production. */
export const quiet: StackRule<{ environments?: readonly string[]; maxMinutes: number; report: string }> = {
  about: "stack",
  name: "quiet",
  description:
    "Nothing is wrong in the environment before this one, and its monitor sees all that it looks for.",
  settings: {
    environments: {
      type: "array",
      items: { type: "string" },
      description: "Stacks that another one is looked at for. Without it, the rule asks nothing.",
    },
    maxMinutes: {
      type: "number",
      minimum: 1,
      default: 60,
      description: "How long ago that may have been, in minutes.",
    },
    report: {
      type: "string",
      minLength: 1,
      default: "alerts.json",
      description: "What `homeport alert --json` has written, in the folder of the project.",
    },
  },
  check: ({ name, project }, { environments = [], maxMinutes, report }) =>
    isAmong(environments, name)
      ? unquiet(name, readAlerts(project, report), { maxMinutes, report, now: Date.now() })
      : [],
};

/** What is wrong in the environment before a stack. */
export function unquiet(
  stack: string,
  last: Alerts | undefined,
  { maxMinutes, report, now }: { readonly maxMinutes: number; readonly report: string; readonly now: number },
): Finding[] {
  const wayOut = `${npx("homeport alert --stack … --json")} > ${report}`;
  if (last === undefined || last.stack === stack)
    return [{ message: `${report} tells of no other environment than ${stack}; what helps: ${wayOut}` }];
  const minutes = Math.floor((now - Date.parse(last.at)) / minute);
  if (minutes > maxMinutes)
    return [
      {
        message: `${last.stack} was looked at ${minutes} minutes ago; expected is at most ${maxMinutes} minutes; what helps: ${wayOut}`,
      },
    ];
  if (last.isQuiet) return [];
  const pages = last.alerts.filter(({ weight }) => weight === "page").map(({ what }) => what);
  const unknown = last.unknown.map((figure) => `nothing tells ${figure}, which a rule asks for`);
  const wrong = [...pages, ...unknown].join("; ") || "its monitor has just begun";
  return [{ message: `${last.stack} is not quiet: ${wrong}; what helps, once that is mended: ${wayOut}` }];
}
