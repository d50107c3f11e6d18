import { covers } from "../../shared/domain";

/** A service as a farm's configuration knows it. */
export interface ServedService {
  readonly service: string;
  readonly domains: readonly string[];
  /** @default all paths */
  readonly pathPrefix?: string;
  /** Containers of its routers, by the routers' names; none where the farm asks the service itself. */
  readonly routers: Readonly<Record<string, string>>;
  /** Whether its visitors have to show a certificate. */
  readonly clientChecked: boolean;
}

/**
 * Tells which services a farm has to wait for before it changes over: those whose requests would go astray until their
 * route is there. Where visitors come for a name already, it has to have its route in the very router that they are sent
 * to; a name that nobody has served can be without, until it is there.
 * @param before what the farm serves; undefined where that is not known
 * @returns their names
 */
export const awaited = (now: readonly ServedService[], before?: readonly ServedService[]): string[] =>
  now.filter((one) => before === undefined || !needsNoWait(one, before)).map(({ service }) => service);

function needsNoWait(one: ServedService, before: readonly ServedService[]): boolean {
  const known = before.find(({ service }) => service === one.service);
  const names = before.flatMap(({ domains }) => domains);
  const goesOn = (domain: string) =>
    known !== undefined && hasRoute(known, one) && known.domains.includes(domain);
  return one.domains.every((domain) => goesOn(domain) || !names.some((name) => overlap(domain, name)));
}

/** Whether the route that is there will do. One that was safe behind the certificates of its visitors may not be without. */
const hasRoute = (before: ServedService, now: ServedService): boolean =>
  before.pathPrefix === now.pathPrefix &&
  !before.clientChecked &&
  !now.clientChecked &&
  sameRouters(before.routers, now.routers);

const sameRouters = (a: ServedService["routers"], b: ServedService["routers"]): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([router, container]) => b[router] === container);

/** Whether a visitor of one name could be one of the other's. */
const overlap = (a: string, b: string): boolean => a === b || covers(a, b) || covers(b, a);
