import { npx } from "../../../components/shared/npx";
import { cutOffTold, nextOf, type Stage, stageOf } from "../../restore/volumes/cutOff";
import type { BackupFacts, KeptFacts } from "../facts/data";
import type { EnvironmentFacts } from "../facts/home";
import { bytes } from "../render/units";
import type { Finding } from "./finding";

/** An exchange of a service's data that did not come to its end. */
interface CutOff {
  readonly backups: BackupFacts;
  readonly service: string;
  readonly stage: Stage;
  readonly kept: readonly KeptFacts[];
}

/** Restores, rehearsals and moves that were cut off: what the data are now, and what goes on or back. */
export const judgeExchanges = (environment: EnvironmentFacts): Finding[] => [
  ...judgeCutOff(environment),
  ...environment.moving.map(({ service, from, to }): Finding => {
    const move = npx(`homeport move ${service} --to ${to} --stack ${environment.stack}`);
    return {
      weight: "wrong",
      about: service,
      what: `a move to host ${to} was cut off, or is at work: the data are on host ${from} as they were, where it may stand still`,
      next: [`${move} --yes`, `${move} --back --yes`],
    };
  }),
];

const judgeCutOff = (environment: EnvironmentFacts): Finding[] =>
  cutOffIn(environment).map(({ backups: { host }, service, stage, kept }): Finding => {
    const { stack, backups } = environment;
    const hosts = backups.filter(({ volumes }) => volumes.some((one) => one.startsWith(`${service}/`)));
    const told = cutOffTold(stage, kept);
    const [on, back] = nextOf(stage, kept, { service, stack, host, isOnSeveral: hosts.length > 1 });
    if (stage !== "bringing")
      return { weight: "wrong", about: service, what: told, next: back === undefined ? [on] : [on, back] };
    const size = bytes(kept.reduce((sum, { beside }) => sum + beside, 0));
    const drop = npx(`homeport restore ${service} --stack ${stack} --drop --yes`);
    return {
      weight: "notice",
      about: service,
      what: `${told}; what was brought takes ${size}, until it goes on or is removed`,
      next: [on, kept.some(({ from }) => from !== undefined) ? (back ?? drop) : drop],
    };
  });

/** What stands still as an exchange was cut off. */
export function stoppedIn(environment: EnvironmentFacts): string[] {
  const cut = cutOffIn(environment).filter(({ stage }) => stage !== "bringing");
  const services = [...cut, ...environment.moving].map(({ service }) => service);
  return [
    ...environment.services
      .map(({ name }) => name)
      .filter((name) => services.includes(name.split("/")[0] ?? "")),
    ...cut.flatMap(({ backups: { name } }) => [name, `${name}-sweeper`]),
  ];
}

function cutOffIn({ backups, asleep }: EnvironmentFacts): CutOff[] {
  return backups.flatMap((one) => {
    if ("notAsked" in one.kept || one.isExchanging) return [];
    const { known } = one.kept;
    // What somebody has put to sleep stands still for that.
    const backupsRun = one.isRunning || (asleep !== undefined && !asleep.isExchanged);
    return [...new Set(known.map(({ service }) => service))].flatMap((service) => {
      const kept = known.filter((there) => there.service === service);
      const stage = stageOf(kept, backupsRun);
      return stage === undefined ? [] : [{ backups: one, service, stage, kept }];
    });
  });
}
