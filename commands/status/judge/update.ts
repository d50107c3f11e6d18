import { npx } from "../../../components/shared/npx";
import type { EnvironmentFacts } from "../facts/home";
import { ago } from "../render/units";
import type { Finding } from "./finding";

/** An update that did not come to its end. */
export const judgeUpdate = ({ stack, update, pending }: EnvironmentFacts, now: number): Finding[] => [
  ...(update?.succeeded === false
    ? [
        {
          weight: "wrong",
          about: "update",
          what: `the last update failed ${ago(update.ended, now)}${update.error === undefined ? "; the same once more shows why" : `: ${update.error}`}`,
          next: [npx(`pulumi up --stack ${stack}`)],
        } as const,
      ]
    : []),
  ...(pending.length > 0
    ? [
        {
          weight: "wrong",
          about: "update",
          what: `an update was cut off, or runs at this moment: ${pending.join(", ")}`,
          next: [npx(`homeport leftovers --stack ${stack}`)],
        } as const,
      ]
    : []),
];
