import { npx } from "../../../components/shared/npx";
import type { EnvironmentFacts } from "../facts/home";
import { ago } from "../render/units";
import type { Finding } from "./finding";

/** An environment of which a part sleeps. */
export function judgeAsleep({ stack, asleep }: EnvironmentFacts, now: number): Finding[] {
  if (!asleep || asleep.isExchanged || asleep.running.length === 0) return [];
  return [
    {
      weight: "wrong",
      about: "sleep",
      what: `half asleep: it was put to sleep ${ago(asleep.since, now)}, and these run: ${asleep.running.join(", ")}; wake it, or have it sleep`,
      next: [npx(`homeport wake --stack ${stack}`), npx(`homeport sleep --stack ${stack} --yes`)],
    },
  ];
}
