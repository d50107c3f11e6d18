import type { EnvironmentFacts } from "../facts";
import type { Finding } from "./finding";

/** An update that did not come to its end. */
export const judgeUpdate = ({ stack, update, pending }: EnvironmentFacts): Finding[] => {
  const next = `homeport leftovers --stack ${stack}`;
  return [
    ...(update?.succeeded === false
      ? [
          {
            weight: "wrong",
            about: "update",
            what: "the last update failed",
            next: `pulumi up --stack ${stack}`,
          } as const,
        ]
      : []),
    ...(pending.length > 0
      ? [
          {
            weight: "wrong",
            about: "update",
            what: `an update was cut off, or runs at this moment: ${pending.join(", ")}`,
            next,
          } as const,
        ]
      : []),
  ];
};
