import { npx } from "../../../components/shared/npx";
import type { EnvironmentFacts, HomeFacts } from "../facts/home";
import { judgeAlerts } from "./alerts";
import { judgeAsleep } from "./asleep";
import { judgeBackups } from "./backups";
import { judgeCertificates } from "./certificates";
import { judgeContainers } from "./containers";
import { judgeExchanges, stoppedIn } from "./exchanges";
import { judgeFarm } from "./farm";
import { type Finding, isWrong } from "./finding";
import { foreignOnce } from "./foreign";
import { judgeHosts } from "./hosts";
import { judgeMaintenance } from "./maintenance";
import { judgeUpdate } from "./update";
import { judgeVolumes } from "./volumes";

/** What the judgement depends on beside the facts. */
export interface Measure {
  /** A certificate that ends within so many days is wrong. */
  readonly days: number;
}

/** Says what of a home is wrong or worth knowing: what is wrong first, else by environment. */
export function judge(facts: HomeFacts, measure: Measure): Finding[] {
  const now = Date.parse(facts.askedAt);
  const found = [
    ...facts.notAsked.map(
      ({ stack, why }): Finding => ({
        weight: "wrong",
        stack,
        about: "state",
        what: why,
        next: [npx(`pulumi stack --stack ${stack}`)],
      }),
    ),
    ...foreignOnce(facts.environments).flatMap((environment) => judgeEnvironment(environment, now, measure)),
  ];
  const all = together(found);
  return [...all.filter(isWrong), ...all.filter((one) => !isWrong(one))];
}

/** What is true of several environments, as of a host that they share, is said once. */
function together(findings: readonly Finding[]): Finding[] {
  const said = new Map<string, Finding>();
  for (const { stack, ...one } of findings) {
    const { weight, about, what } = one;
    const key = JSON.stringify([weight, about, what]);
    const before = said.get(key);
    const [first, ...others] = [...new Set([...(before?.next ?? []), ...one.next])];
    said.set(key, {
      ...one,
      next: [first ?? one.next[0], ...others],
      stack: before?.stack === undefined ? stack : `${before.stack}, ${stack}`,
    });
  }
  return [...said.values()];
}

function judgeEnvironment(environment: EnvironmentFacts, now: number, { days }: Measure): Finding[] {
  const seen = [
    ...judgeHosts(environment),
    ...judgeExchanges(environment),
    ...judgeAsleep(environment, now),
    // An update would start what has to stand still until the exchange has come to its end.
    ...judgeContainers(environment, now).filter(({ about }) => !stoppedIn(environment).includes(about)),
    ...judgeFarm(environment),
    ...judgeMaintenance(environment),
    ...judgeCertificates(environment, now, days),
    ...judgeVolumes(environment),
    // Nothing is backed up that does not change.
    ...(environment.asleep ? [] : judgeBackups(environment, now)),
  ];
  return [
    ...seen,
    ...(environment.asleep ? [] : judgeAlerts(environment, seen)),
    ...judgeUpdate(environment, now),
  ].map((finding) => ({ ...finding, stack: environment.stack }));
}
