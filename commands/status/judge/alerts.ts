import { npx } from "../../../components/shared/npx";
import type { EnvironmentFacts } from "../facts";
import type { Finding } from "./finding";

/** What the monitor finds: a page is wrong, a notice or what was muted is worth knowing. */
export const judgeAlerts = ({ monitors, stack }: EnvironmentFacts): Finding[] =>
  monitors.flatMap(({ name, alerts }): Finding[] =>
    "notAsked" in alerts
      ? [
          {
            weight: "wrong",
            about: name,
            what: `could not ask: ${alerts.notAsked}`,
            next: [npx(`homeport logs ${name} --stack ${stack}`)],
          },
        ]
      : alerts.known.map(({ name: alert, weight, what, next, muted }) => ({
          weight: weight === "page" && !muted ? "wrong" : "notice",
          about: alert,
          what,
          next: [next],
        })),
  );
