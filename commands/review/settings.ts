import { parseSettings, type StackSettings } from "../../components/settings/parse";
import type { Resolved } from "../../components/settings/resolved";
import { SettingsError } from "../../components/settings/settingsError";
import { npx } from "../../components/shared/npx";
import { Failure } from "../shared/failure";
import { type BasePorts, type Place, placeOf, roomAbove } from "./place";
import { stackOf } from "./stacks";

/** What an environment for a merge request is worked out from. */
export interface Wanted {
  /** The merge request's number. */
  readonly number: number;
  /** The stack that it is to be like. */
  readonly like: string;
  /** All stacks with a file in the project. */
  readonly stacks: readonly StackSettings[];
  /** Numbers of the other environments that there are. */
  readonly living: readonly number[];
  /** Where its farm serves: a private address of the host. */
  readonly bindAddress: string;
  readonly subnets: string;
}

/** Settings of its own, and those of another stack that it takes over. */
export interface ReviewSettings {
  readonly values: Readonly<Record<string, unknown>>;
  readonly resolved: Resolved;
}

/**
 * Works out the settings of a merge request's environment.
 * @throws Failure where it cannot be: its place is another one's, or its settings clash with a stack that stays.
 */
export function reviewSettings(wanted: Wanted): ReviewSettings {
  const { number, like, stacks, living, subnets } = wanted;
  const model = stacks.find(({ stack }) => stack === like);
  if (!model) {
    const known = stacks.map(({ stack }) => stack).join(", ") || "none";
    throw new Failure(`--like: there is no Pulumi.${like}.yaml; stacks with a file: ${known}`);
  }
  const staying = stacks.filter(({ stack }) => !stack.startsWith("review-"));
  const own = checked(() => parseSettings(model));
  const taken = staying.flatMap((one) => portsOf(checked(() => parseSettings(one))));
  const room = roomAbove(basePorts(own, model), taken, subnets);
  const rival = living.find((other) => other !== number && other % room.places === number % room.places);
  if (rival !== undefined)
    throw new Failure(
      `merge request ${number} would have the place of ${stackOf(rival)}: there are ${room.places}; take that one away first: ${npx(`pulumi destroy --stack ${stackOf(rival)} --yes --remove`)}`,
    );
  const values = valuesFor(model, own, placeOf(number, room), wanted);
  const resolved = checked(() => parseSettings({ stack: stackOf(number), values }, staying));
  return { values, resolved };
}

/**
 * Beside all else, on the farm's host, with certificates of its own: what is being reviewed gets no others' keys. It uses
 * the host as it is set up by others, and wishes nothing of it that its end would undo. Its data go with it.
 */
function valuesFor(
  { values }: StackSettings,
  { network }: Resolved,
  { offset, subnet }: Place,
  { bindAddress }: Wanted,
): Record<string, unknown> {
  return {
    ...values,
    portOffsets: { farm: offset, router: offset },
    network: { subnet, bindAddress, privateAddress: network.privateAddress, keepVolumes: false },
    certificates: { source: "authority" },
    ...(values.hosts ? { hosts: { infra: withoutSetup((values.hosts as { infra?: object }).infra) } } : {}),
  };
}

function withoutSetup(host: object | undefined): object | undefined {
  const { setup, ...rest } = (host ?? {}) as { setup?: unknown };
  return host && rest;
}

/** Without the stack's offsets. */
function basePorts({ ports }: Resolved, { values }: StackSettings): BasePorts {
  const { farm = 0, router = 0 } = (values.portOffsets ?? {}) as { farm?: number; router?: number };
  return {
    http: ports.http - farm,
    https: ports.https - farm,
    stats: ports.stats - farm,
    router: ports.router - router,
  };
}

const portsOf = ({ ports }: Resolved): number[] => Object.values(ports);

function checked<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw error instanceof SettingsError ? new Failure(error.message) : error;
  }
}
