import { type FoundFarm, findFarms } from "../find/unit";
import { readLog } from "../logs/read";
import { answerOn } from "../shared/engineCall";
import { type ExitCode, exitCodes, Failure } from "../shared/failure";
import { renderJson } from "../shared/json";
import { pulumiIn } from "../shared/pulumi";
import type { Surroundings, Variables } from "../shared/surroundings";
import { cutShort } from "./address";
import { ownerBy } from "./owner";
import { renderTraffic } from "./render";
import { type Request, requestIn } from "./request";
import { tally } from "./tally";

/** What the command is asked for. */
interface Options {
  readonly stack?: string;
  readonly since: string;
  readonly addresses: boolean;
  readonly top: number;
  readonly json: boolean;
}

/** Wide enough for a path, where nobody says how wide a line is. */
const usualColumns = 120;

/** Counts what the farms of environments were asked for. */
export async function run(
  { stack, since, addresses, top, json }: Options,
  { variables, out, err, terminal }: Surroundings,
): Promise<ExitCode> {
  terminal.progress("asking Pulumi …");
  const farms = await findFarms(stack, pulumiIn(variables));
  if (farms.length === 0) throw new Failure(`there is no farm in ${stack ?? "any stack"}`);
  const problems: string[] = [];
  const wrong = (problem: string) => problems.push(problem);
  terminal.progress("reading logs …");
  const told = await Promise.all(
    farms.map(async (farm) => ({
      ...{ stack: farm.stack, farm: farm.container.unit, host: farm.container.host },
      ...(await tally(requestsOf(farm, since, variables, wrong), {
        monitors: await addressesOf(farm, variables),
        ownerOf: ownerBy(farm.serves),
        tellAddress: addresses ? (address) => address : cutShort,
        top,
      })),
    })),
  );
  terminal.progress();
  if (problems.length === farms.length) throw new Failure(problems.join("\n"));
  const { paint, columns = usualColumns } = terminal;
  out(json ? renderJson(told) : told.map((one) => renderTraffic(one, { paint, columns })).join("\n"));
  for (const problem of problems) err(`${problem}\n`);
  return problems.length > 0 ? exitCodes.amiss : exitCodes.done;
}

/** Whence monitors ask: of one that does not run nobody knows it. */
async function addressesOf({ probes, container }: FoundFarm, variables: Variables): Promise<Set<string>> {
  if (probes.length === 0) return new Set();
  const format = "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{.GlobalIPv6Address}} {{end}}";
  const asking = ["docker", "inspect", "--format", format, ...probes] as const;
  const said = await answerOn(container.engine, asking, variables, patience).catch(() => "");
  return new Set(said.split(/\s+/).filter(Boolean));
}

/** How long an engine may take to say where a container is, in seconds. */
const patience = 15;

async function* requestsOf(
  { container }: FoundFarm,
  since: string,
  variables: Variables,
  wrong: (problem: string) => void,
): AsyncGenerator<Request> {
  for await (const { text } of readLog(container, { since }, variables, wrong)) {
    const request = requestIn(text);
    if (request) yield request;
  }
}
