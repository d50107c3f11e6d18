import { aliasOf } from "../../components/monitor/layout";
import { byCode } from "../../components/shared/order";
import type { Declared, DeclaredContainer, Role } from "../shared/declared/facts";
import { declaredIn } from "../shared/declared/read";
import { Failure } from "../shared/failure";
import { nearestOf } from "../shared/nearest";
import type { AskPulumi } from "../shared/pulumi";
import { stacksOf } from "../shared/stacks";
import { type Engine, readDeployment, secretWay } from "../shared/state";

/** A container of a service or proxy, and the engine that has it. */
export interface FoundContainer {
  readonly id: string;
  readonly name: string;
  readonly resource: string;
  readonly host: string;
  /** What it belongs to: of an application, which of its containers it is. */
  readonly unit: string;
  readonly role: Role;
  readonly engine: Engine;
}

/** A service or proxy of an environment. */
export interface Found {
  readonly stack: string;
  readonly name: string;
  readonly containers: readonly FoundContainer[];
}

/**
 * Finds the containers of a service or proxy, on whichever hosts they are, by what the states say.
 * @param name of the service or proxy, or of one container
 * @param stack @default whichever has it
 * @param isOffered whether its unit's name is offered to who misspelt another one; by default each is
 * @throws Failure where there is none, or where several environments have one.
 */
export async function findUnit(
  name: string,
  stack: string | undefined,
  ask: AskPulumi,
  isOffered: IsOffered = () => true,
): Promise<Found> {
  const states = await statesOf(stack, ask);
  const found = states.flatMap((one) => {
    const containers = containersOf(name, one.declared.containers);
    return containers.length > 0 ? [{ ...one, containers }] : [];
  });
  const [only, ...more] = found;
  if (!only) throw new Failure(nobody(name, states, isOffered));
  if (more.length > 0)
    throw new Failure(
      `${name} is in ${found.map((one) => one.stack).join(" and ")}; say which: --stack ${only.stack}`,
    );
  return { stack: only.stack, name, containers: only.containers.map((one) => onEngine(one, only.declared)) };
}

/** Whether a container's unit can be what a command is asked about. */
type IsOffered = (one: DeclaredContainer, declared: Declared) => boolean;

/** The farms of environments. @param stack @default every one */
export async function findFarms(stack: string | undefined, ask: AskPulumi): Promise<FoundFarm[]> {
  const states = await statesOf(stack, ask);
  return states.flatMap(({ stack, declared }) =>
    declared.containers
      .filter(({ role }) => role === "farm")
      .map((one) => ({
        ...{ stack, serves: declared.serves, ports: declared.ports, container: onEngine(one, declared) },
        probes: declared.containers
          .filter(({ role, resource, host }) => role === "monitor" && host === one.host && isProbe(resource))
          .map(({ id }) => id),
      })),
  );
}

/** A farm, and what the services of its environment serve. */
export interface FoundFarm extends Pick<Found, "stack">, Pick<Declared, "serves" | "ports"> {
  readonly container: FoundContainer;
  /** Containers beside it by which a monitor asks for its pages. */
  readonly probes: readonly string[];
}

const isProbe = (resource: string): boolean => resource.endsWith(aliasOf("", "probes"));

async function statesOf(stack: string | undefined, ask: AskPulumi) {
  const stacks = stack === undefined ? await stacksOf(ask) : [stack];
  return Promise.all(
    stacks.map(async (one) => ({
      stack: one,
      declared: declaredIn(readDeployment(await ask("stack", "export", "--stack", one))),
    })),
  );
}

function containersOf(name: string, all: readonly DeclaredContainer[]): DeclaredContainer[] {
  const own = all.filter(({ unit }) => isCalled(unit, name));
  const containers = own.length > 0 ? own : all.filter((one) => one.resource === name || one.name === name);
  return containers.toSorted((a, b) => byCode(a.host, b.host) || byCode(a.resource, b.resource));
}

/** An application is all of its containers; farm and router say `cloud-app`, where labels have `cloud/app`. */
const isCalled = (unit: string, name: string): boolean =>
  unit === name || unit.startsWith(`${name}/`) || (unit.includes("/") && unit.replace("/", "-") === name);

function onEngine(
  { id, name, resource, host, unit, role }: DeclaredContainer,
  { hosts }: Declared,
): FoundContainer {
  const engine = hosts.find((one) => one.name === host)?.engine;
  if (!engine) throw new Failure(`host ${host}: ${secretWay}`);
  return { id, name, resource, host, unit, role, engine };
}

/** What an engine says of a container that a person has to know: that it is gone, says its name. */
export const inWords = (said: string): string => (/no such container/i.test(said) ? "it is gone" : said);

function nobody(
  name: string,
  states: readonly { readonly stack: string; readonly declared: Declared }[],
  isOffered: IsOffered,
): string {
  const offered = ({ declared }: (typeof states)[number]) =>
    declared.containers.filter((one) => isOffered(one, declared)).map(({ unit }) => unit);
  const names = [...new Set(states.flatMap(offered))].sort(byCode);
  if (states.some(({ stack }) => stack === name))
    return `${JSON.stringify(name)} is an environment and no service; it is named by --stack ${name}; there are: ${names.join(", ")}`;
  const where = states.map(({ stack }) => stack).join(", ") || "any stack, as none has been updated";
  if (names.length === 0) return `${JSON.stringify(name)}: there is nothing in ${where}`;
  const applications = names.flatMap((unit) => (unit.includes("/") ? unit.slice(0, unit.indexOf("/")) : []));
  return `${JSON.stringify(name)} is no service in ${where}; ${nearestOf(name, names, applications)}`;
}
