import { byCode } from "../../../components/shared/order";
import { lastMove } from "../../../components/survey/moves";
import type { Role } from "../../shared/declared/facts";
import { answerOn } from "../../shared/engineCall";
import type { Variables } from "../../shared/surroundings";
import { jumpOf, whereabouts } from "../../shared/whereabouts";
import type { Asked } from "../facts/asked";
import type { MovingFacts } from "../facts/data";
import type { EnvironmentFacts, ForeignFacts, HostFacts, UpdateFacts } from "../facts/home";
import type { UnitFacts } from "../facts/units";
import { askMonitors } from "./alerts";
import { askBackups, withBackups } from "./backups";
import { foreignOn, unitsOf, volumesOf } from "./compare";
import { type FarmAnswer, farmScript, parseFarm } from "./farm";
import { askLed } from "./led";
import { answerFrom, keyOf, type Surveyed } from "./survey";

/** Puts together what is known of an environment; its farm is asked for what only it can tell. */
export async function environmentOf(
  project: string,
  surveyed: Surveyed,
  variables: Variables,
): Promise<EnvironmentFacts> {
  const { stack, update, declared, engines } = surveyed;
  const ofHost = (host: string) => answerFrom(engines, host);
  const [led, farm, backups, monitors] = await Promise.all([
    askLed(surveyed, variables),
    askFarm(surveyed, variables),
    askBackups(surveyed, variables),
    askMonitors(surveyed, variables),
  ]);
  const units = unitsOf(declared, ofHost, led);
  return {
    stack,
    ...(update && { update: updateOf(update) }),
    pending: declared.pending,
    ...asleepOf(units, surveyed),
    hosts: hostsOf(surveyed),
    services: units.filter(({ role }) => isService(role)),
    proxies: units.filter(({ role }) => !isService(role)),
    farm: "known" in farm ? { known: farm.known.servers } : farm,
    certificates: "known" in farm ? { known: farm.known.certificates } : farm,
    maintenance: "known" in farm ? farm.known.maintenance : {},
    volumes: withBackups(volumesOf(declared, ofHost), backups),
    moving: movingIn(surveyed),
    backups,
    monitors,
    foreign: foreignIn(project, surveyed),
  };
}

/** By what was put to sleep on any of its hosts, whether it still sleeps or not. */
function asleepOf(
  units: readonly UnitFacts[],
  { engines, declared }: Surveyed,
): Pick<EnvironmentFacts, "asleep"> {
  const since = declared.containers
    .flatMap(({ name, host }) => answerFrom(engines, host)?.sleepers.get(name) ?? [])
    .sort(byCode)[0];
  if (since === undefined) return {};
  const running = units
    .flatMap(({ containers }) => containers)
    .filter(({ standing }) => !["asleep", "stopped", "done", "missing", "unknown"].includes(standing));
  const isExchanged = declared.containers.some(({ name, host }) =>
    answerFrom(engines, host)?.exchanged.has(name),
  );
  return { asleep: { since, running: running.map(({ name }) => name), isExchanged } };
}

/** By the last move of each volume, as all hosts remember it. */
function movingIn({ engines, declared }: Surveyed): MovingFacts[] {
  const moves = declared.hosts.flatMap(({ name }) => answerFrom(engines, name)?.moves ?? []);
  const all = declared.volumes.flatMap(({ service, name }) => {
    const last = lastMove(name, moves);
    return last && last.set === undefined
      ? [[service, { service, from: last.from, to: last.to }] as const]
      : [];
  });
  return [...new Map(all).values()];
}

const isService = (role: Role): boolean => ["service", "job", "other"].includes(role);

const updateOf = ({ succeeded, ended, commit, error }: NonNullable<Surveyed["update"]>): UpdateFacts => ({
  succeeded,
  ended,
  ...(error === undefined ? {} : { error }),
  ...(commit === undefined ? {} : { commit }),
});

const hostsOf = ({ declared, engines }: Surveyed): HostFacts[] =>
  declared.hosts.map(({ name, engine }) => {
    const answer = engines.get(name) ?? { notAsked: "it was not asked" };
    const jump = engine && jumpOf(engine);
    return {
      name,
      endpoint: engine ? whereabouts(engine) : "",
      ...(jump === undefined ? {} : { jump }),
      engine: "known" in answer ? { known: answer.known.version } : answer,
      notAsked: "known" in answer ? answer.known.notAsked : [],
    };
  });

/** Of hosts that are one engine, the first tells. */
function foreignIn(project: string, { declared, engines }: Surveyed): ForeignFacts[] {
  const names = declared.hosts.flatMap(({ engine, name }) =>
    engine ? [[keyOf(engine), name] as const] : [],
  );
  return [...new Map(names.toReversed()).values()].toReversed().flatMap((host) => {
    const answer = answerFrom(engines, host);
    return answer ? foreignOn(host, answer, { project, declared }) : [];
  });
}

const patience = 15;

/** Asks the farm inside its container: where its statistics are published, perhaps only its own machine gets to. */
async function askFarm({ declared, engines }: Surveyed, variables: Variables): Promise<Asked<FarmAnswer>> {
  const farm = declared.containers.find(({ role }) => role === "farm");
  if (!farm) return { notAsked: "there is no farm" };
  const engine = declared.hosts.find(({ name }) => name === farm.host)?.engine;
  const there = answerFrom(engines, farm.host)?.containers.find(({ id }) => id === farm.id);
  if (!engine || !there) return { notAsked: "the farm is not there, or its host does not answer" };
  if (there.state !== "running") return { notAsked: "the farm does not run" };
  const command = ["docker", "exec", farm.id, "sh", "-c", farmScript] as const;
  return answerOn(engine, command, variables, patience).then(
    (text) => ({ known: parseFarm(text) }),
    (error: Error) => ({ notAsked: error.message }),
  );
}
