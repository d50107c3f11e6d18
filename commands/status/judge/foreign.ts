import { npx } from "../../../components/shared/npx";
import type { EnvironmentFacts, ForeignFacts } from "../facts/home";
import type { ContainerFacts } from "../facts/units";
import type { Finding } from "./finding";
import { dockerOn } from "./onHost";

const reasons = {
  labels: "has this environment's labels, and its state does not know it",
  network: "is on this environment's network, and its state does not know it",
  name: "has the name of a container of this environment, and is another one",
} as const;

/** Whether a container has the name of one that is gone: that is told with the other. */
export const takesPlaceOf = ({ name, host, standing }: ContainerFacts, foreign: readonly ForeignFacts[]) =>
  standing === "missing" &&
  foreign.some((one) => one.by === "name" && one.name === name && one.host === host);

/** Containers that nobody knows, unless they are told with those whose names they have. */
export function judgeForeign(environment: EnvironmentFacts): Finding[] {
  const { stack, foreign, services, proxies } = environment;
  const own = [...services, ...proxies].flatMap(({ containers }) => containers);
  return foreign
    .filter((one) => !own.some((container) => container.name === one.name && takesPlaceOf(container, [one])))
    .map(({ name, host, state, by }) => ({
      weight: "wrong",
      about: name,
      what: `foreign: it ${reasons[by]} (${state}, host ${host})`,
      next: [
        by === "labels"
          ? npx(`homeport leftovers --stack ${stack}`)
          : dockerOn(environment, host, `inspect ${name}`),
      ],
    }));
}

/** Environments that share an engine: what says itself whose it is, is foreign to that one alone. */
export function foreignOnce(environments: readonly EnvironmentFacts[]): EnvironmentFacts[] {
  const claimed = new Map(
    environments.flatMap(({ stack, foreign }) =>
      foreign
        .filter(({ by }) => by !== "network")
        .map(({ name, host }) => [`${host} ${name}`, stack] as const),
    ),
  );
  return environments.map((one) => ({
    ...one,
    foreign: one.foreign.filter(
      ({ name, host }) => (claimed.get(`${host} ${name}`) ?? one.stack) === one.stack,
    ),
  }));
}
