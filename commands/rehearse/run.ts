import { npx } from "../../components/shared/npx";
import { findBackups } from "../backups/find";
import { cutOffTold, stageOf } from "../restore/volumes/cutOff";
import { finished, stepping } from "../restore/volumes/run";
import type { WhichSet } from "../restore/which";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { renderJson } from "../shared/json";
import { pulumiIn } from "../shared/pulumi";
import type { Surroundings } from "../shared/surroundings";
import { required } from "../shared/values";
import { askEnvironment, type Environment } from "../sleep/environment";
import { checkMaySleep, stoppingOf } from "../sleep/work";
import { outputsOf } from "../wake/farm";
import { refuseUnasked } from "./asked";
import { giveUp, goBack } from "./back";
import { courseOf, together } from "./course";
import type { Exchange } from "./exchange";
import { probeMail, refuseMail } from "./mail";
import { pairsOf, unpaired } from "./pairs";
import { planOf } from "./plan";
import { checkReport, remember, writeReport } from "./report";
import { setsOf } from "./sets";
import { type Side, sideOf } from "./sides";
import { renderReport, renderSource, renderSteps } from "./told";
import { rehearseNow } from "./work";

/** What the command is asked for. */
interface Options extends Omit<WhichSet, "set"> {
  readonly set: readonly string[];
  readonly from?: string;
  readonly to?: string;
  readonly yes: boolean;
  readonly back: boolean;
  readonly mailServer: readonly string[];
  readonly mailMayLeave: boolean;
  readonly at?: string;
  readonly except: readonly string[];
  readonly readySeconds: number;
  readonly report: string;
  readonly json: boolean;
}

/** Rebuilds an environment from another one's backups: says what it would do, or does it. */
export async function run(options: Options, surroundings: Surroundings): Promise<ExitCode> {
  const { variables, terminal, folder, err, out } = surroundings;
  const { yes, back, json } = options;
  const stack = required(options.to, "--to", "the environment that is rebuilt", "staging");
  // With --json, what is done is told beside it.
  const telling = { ...surroundings, out: json ? err : out };
  terminal.progress("asking Pulumi and the engines …");
  const environment = await askEnvironment(stack, surroundings);
  checkMaySleep(environment);
  const isStopped = environment.hosts.some(({ isExchanged }) => isExchanged);
  const to = await findBackups(undefined, stack, pulumiIn(variables));
  const exchangeOf = (sides: readonly Side[]): Exchange => ({
    ...{ stack, sides, step: stepping(telling), surroundings },
    asked: options,
  });
  const tellCutOff = (sides: readonly Side[]) => {
    const all = together(sides);
    const stage = stageOf(all, !isStopped);
    if (stage !== undefined) telling.out(`${stack}: ${cutOffTold(stage, all)}\n`);
  };
  if (back) {
    const all = to.map((one) => ({ from: one, to: one, keys: one.volumes }));
    const sides = await Promise.all(all.map((one) => sideOf(one, environment, variables)));
    const course = courseOf(sides, stack, { back, isStopped });
    terminal.progress();
    tellCutOff(sides);
    const exchange = exchangeOf(sides);
    return course === "give up"
      ? giveUp(exchange, { yes, isStopped }, telling)
      : goBack(exchange, yes, telling);
  }
  const source = required(options.from, "--from", "the environment whose backups are brought up", "prod");
  if (source === stack)
    throw new Failure(
      `--to: ${stack} is where the data come from; what brings them back there: ${npx("homeport restore")}`,
    );
  checkReport(folder, options.report);
  refuseUnasked(stack, await outputsOf(stack, variables));
  const from = await findBackups(undefined, source, pulumiIn(variables));
  const sides = await Promise.all(pairsOf(from, to).map((one) => sideOf(one, environment, variables)));
  const course = courseOf(sides, stack, { back, isStopped });
  terminal.progress();
  tellCutOff(sides);
  if (course === "go back" || course === "give up") {
    await goBack(exchangeOf(sides), yes, telling);
    return yes ? exitCodes.amiss : exitCodes.done;
  }
  const sets = setsOf(
    options.set,
    sides.map(({ place }) => place.host),
  );
  terminal.progress("asking the repositories …");
  const planned = await Promise.all(
    sides.map((one) => {
      const set = course === "go on" ? one.volumes[0]?.set : sets.get(one.place.host);
      return planOf(one, { ...options, set }, variables);
    }),
  );
  terminal.progress();
  telling.out(renderSource(planned, unpaired(from, to), Date.now()));
  terminal.progress("looking whether mail could leave …");
  const mail = await probeMail(environment, options.mailServer, variables);
  terminal.progress();
  if (!options.mailMayLeave) refuseMail(mail, stack);
  const wasAsleep = sleeps(environment);
  if (!yes) {
    telling.out(renderSteps(planned, course, { wasAsleep, seconds: options.readySeconds }));
    return exitCodes.done;
  }
  const report = await finished(() =>
    rehearseNow(exchangeOf(planned), planned, { course, mail, wasAsleep, project: environment.project }),
  );
  writeReport(folder, options.report, report);
  for (const one of from)
    await remember(one, report, variables).catch((error: Error) => err(`not remembered: ${error.message}\n`));
  out(json ? renderJson(report) : renderReport(report, terminal));
  return report.ok ? exitCodes.done : exitCodes.amiss;
}

/** Whether it was put to sleep, by somebody and not by a rehearsal that was cut off, and nothing of it runs. */
const sleeps = (environment: Environment): boolean =>
  stoppingOf(environment).flat().length === 0 && environment.hosts.some(({ isPutToSleep }) => isPutToSleep);
