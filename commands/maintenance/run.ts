import { npx } from "../../components/shared/npx";
import { type FoundContainer, type FoundFarm, findFarms, findUnit } from "../find/unit";
import type { Declared, DeclaredContainer, DeclaredPort } from "../shared/declared/facts";
import { runOn } from "../shared/engineCall";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { renderJson } from "../shared/json";
import { pulumiIn } from "../shared/pulumi";
import type { Surroundings } from "../shared/surroundings";
import { changeScript, listScript, parseList, unknownYet, usualMessage } from "./script";

/** What the command is asked for. */
interface Options {
  readonly service: string;
  readonly state?: string;
  readonly stack?: string;
  readonly message?: string;
  readonly json: boolean;
}

const longest = 500;

/** Begins or ends maintenance of a service, or tells of it. */
export async function run(options: Options, surroundings: Surroundings): Promise<ExitCode> {
  check(options);
  const { state, message, json } = options;
  const { variables, out } = surroundings;
  const ask = pulumiIn(variables);
  const { stack, name, containers } = await findUnit(options.service, options.stack, ask, isVisited);
  const farms = await findFarms(stack, ask);
  const services = servedOf(containers, farms, name);
  const listOf = async ({ container }: FoundFarm) =>
    parseList(await inFarm(container, listScript, surroundings));
  for (const farm of state === undefined ? [] : farms) {
    // What a page says already stays, unless something else is said.
    const has = state === "on" && message === undefined ? await listOf(farm) : {};
    const changing = services.filter((one) => has[one] === undefined);
    const script = changeScript(changing, state === "on" ? (message ?? usualMessage) : undefined);
    if (changing.length > 0) await inFarm(farm.container, script, surroundings);
  }
  const lists = await Promise.all(farms.map(listOf));
  const texts = Object.assign({}, ...lists) as Readonly<Record<string, string>>;
  const told = services.map((service) => ({
    service,
    stack,
    ...(texts[service] === undefined
      ? { maintenance: false }
      : { maintenance: true, message: texts[service], ports: portsOf(service, farms) }),
  }));
  out(json ? renderJson(told) : told.map((one) => renderOne(one, stack, options.service)).join(""));
  return exitCodes.done;
}

/** What nobody visits has no page. */
const isVisited = ({ unit, role }: DeclaredContainer, { serves }: Declared): boolean =>
  role === "service" && (serves[unit] ?? []).length > 0;

/** Ports beside HTTP, which no farm has to do with. */
const portsOf = (service: string, farms: readonly FoundFarm[]): Pick<DeclaredPort, "name" | "address">[] => {
  const own = farms.flatMap(({ ports }) => ports.filter((one) => one.service === service));
  return [...new Map(own.map(({ name, address }) => [name, { name, address }])).values()];
};

function check({ state, message }: Options): void {
  if (state !== undefined && state !== "on" && state !== "off")
    throw new Failure(
      `${JSON.stringify(state)} is not on or off; example: ${npx("homeport maintenance blog on")}`,
    );
  if (message !== undefined && state !== "on")
    throw new Failure("--message: the page is shown with on alone; say on, or leave it out");
  if (message !== undefined && (message.trim() === "" || message.length > longest || /\p{Cc}/u.test(message)))
    throw new Failure(
      `--message: it has to be one paragraph of 1–${longest} characters; example: "Back at eight."`,
    );
}

/** Names by which the farm knows what is meant; what nobody visits has no page. */
function servedOf(
  containers: readonly FoundContainer[],
  farms: readonly FoundFarm[],
  name: string,
): string[] {
  const units = [...new Set(containers.map(({ unit }) => unit))];
  const served = units.filter(
    (unit) =>
      containers.some((one) => one.unit === unit && one.role === "service") &&
      farms.some(({ serves }) => (serves[unit] ?? []).length > 0),
  );
  if (served.length > 0) return served.map((unit) => unit.replace("/", "-"));
  throw new Failure(
    `${JSON.stringify(name)} is nothing that visitors get to through a farm, which shows the page; name a service with a domain`,
  );
}

async function inFarm(
  { engine, id, name, host }: FoundContainer,
  script: string,
  { variables }: Surroundings,
): Promise<string> {
  const { status, stdout, stderr, reason } = await runOn(
    engine,
    ["docker", "exec", "-i", id, "sh"],
    variables,
    60,
    script,
  );
  if (status === 0) return stdout;
  if (status === unknownYet)
    throw new Failure(
      `${name} (${host}) does not know of maintenance yet; an update teaches it: ${npx("pulumi up")}`,
      exitCodes.amiss,
    );
  throw new Failure(`${name} (${host}): ${stderr.trim() || reason || `status ${status}`}`, exitCodes.amiss);
}

/** What is told of a service. */
interface Told {
  readonly service: string;
  readonly maintenance: boolean;
  readonly message?: string;
  readonly ports?: readonly Pick<DeclaredPort, "name" | "address">[];
}

function renderOne(
  { service, maintenance, message, ports = [] }: Told,
  stack: string,
  asked: string,
): string {
  if (!maintenance) return `${service} in ${stack} is not under maintenance\n`;
  const names = ports.map(({ name, address }) => `${name} (${address})`).join(", ");
  return [
    `${service} in ${stack} is under maintenance: ${message}\n`,
    ports.length > 0 ? `  what goes on, as no farm has to do with it: ${names}\n` : "",
    `  what ends it: ${npx(`homeport maintenance ${asked} off --stack ${stack}`)}\n`,
  ].join("");
}
