import { isKept } from "../../../components/services/volumeBackup";
import { npx } from "../../../components/shared/npx";
import type { EnvironmentFacts } from "../facts/home";
import { asOfRun, span } from "../render/units";
import type { Finding } from "./finding";

/** How many times the time between two sets may pass without one. */
const missed = 2;

/** What is not backed up as the program says, and repositories that cannot be written or read. */
export const judgeBackups = (
  { volumes, backups, stack, update, pending }: EnvironmentFacts,
  now: number,
): Finding[] => [
  ...volumes
    .filter(({ backup, by }) => isKept(backup) && by === undefined)
    .map(
      ({ service, volume }): Finding => ({
        weight: "wrong",
        about: service,
        what:
          update?.succeeded === false || pending.length > 0
            ? `nothing backs up the volume "${volume}" yet, as the last update did not come to its end`
            : `nothing backs up the volume "${volume}": no Backups has the service in its "of"; name it there first`,
        next: [npx(`pulumi up --stack ${stack}`)],
      }),
    ),
  // That its container does not run is told of that.
  ...backups
    .filter(({ isRunning }) => isRunning)
    .flatMap(({ name, runs }): Finding[] =>
      "notAsked" in runs
        ? [
            {
              weight: "wrong",
              about: name,
              what: `could not ask: ${runs.notAsked}`,
              next: [npx(`homeport logs ${name} --stack ${stack}`)],
            },
          ]
        : runs.known.places.flatMap(({ shown, at, problem, warned }): Finding[] => [
            ...(problem
              ? [
                  {
                    weight: "wrong" as const,
                    about: name,
                    what: `${shown}: ${problem} ${asOfRun(at, now)}`,
                    next: [npx(`homeport backup --stack ${stack}`)] as const,
                  },
                ]
              : []),
            ...(warned
              ? [
                  {
                    weight: "notice" as const,
                    about: name,
                    what: `${shown}: ${warned}`,
                    next: [npx(`homeport backup --stack ${stack} --list`)] as const,
                  },
                ]
              : []),
          ]),
    ),
  ...backups.flatMap(({ name, volumes: all, everySeconds, runs }) =>
    "notAsked" in runs || everySeconds === undefined
      ? []
      : all
          .filter((one) => isLate(runs.known.newest[one], everySeconds, now))
          .map((one): Finding => {
            const last = runs.known.newest[one];
            return {
              weight: "wrong",
              about: name,
              what: `${one} was ${last === undefined ? "never backed up" : `last backed up ${span(now - Date.parse(last))} ago`}`,
              next: [npx(`homeport backup --stack ${stack}`)],
            };
          }),
  ),
];

const isLate = (last: string | undefined, everySeconds: number, now: number): boolean =>
  last === undefined || now - Date.parse(last) > missed * everySeconds * 1000;
