import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import * as ts from "typescript";
import { farmPorts } from "../../../components/front/farm/ports";
import { defaultRateLimit } from "../../../components/front/farm/rateLimit";
import { allConnections, capacityOf, filesFor } from "../../../components/front/haproxy/capacity";
import { revisionPort } from "../../../components/front/haproxy/paths";
import { type PerAddress, perAddressOf } from "../../../components/front/haproxy/perAddress";
import { requestsFor } from "../../../components/router/capacity";
import { renderRouterEnvironment } from "../../../components/router/config";
import { socketLimits } from "../../../components/shared/hardening";
import { type MemorySize, toMebibytes } from "../../../components/shared/size";
import { testImages } from "../../images/tags";
import { removeFolder } from "../../support/removeFolder";
import { waitFor } from "../../support/wait";
import { routes } from "../../unit/cases";
import { docker, inside } from "../alone";
import { type Road, road } from "../road";

/** A home with limits as a deployment has them, a visitor of it, and those who would rather have it down. */
export interface Siege {
  readonly road: Road;
  /** Attacks, and looks after the home until the attack is what it should be and a while longer. */
  under(attack: string, amount: Amount, reached: (seen: Seen) => boolean, visitor?: Aim): Promise<Outcome>;
  /** What a client program with this code prints, on an address of its own. */
  client(attack: string, amount: Amount, until: (seen: Seen) => boolean): Promise<Seen>;
}

/** Where somebody asks. */
export interface Aim {
  /** @default the farm, by TLS */
  readonly door?: { readonly host: string; readonly port: number; readonly tls: boolean };
  /** @default the name without passwords */
  readonly name?: string;
}

export interface Amount extends Aim {
  readonly connections: number;
  readonly each?: number;
  readonly path?: string;
}

/** What has come of an attack, as its program tells. */
export interface Seen {
  readonly opened: number;
  readonly refused: number;
  readonly ended: number;
  readonly asked: number;
  readonly answers: Readonly<Record<string, number>>;
}

export interface Outcome {
  readonly seen: Seen;
  /** What an ordinary visitor was told, each time on a new connection. */
  readonly visitor: { readonly answers: Record<string, number>; readonly slowest: number };
  /** How often the farm's health check and its metrics were asked for, and did not come. */
  readonly silent: { readonly health: number; readonly metrics: number };
  /** Containers that have not gone on as they were. */
  readonly lost: readonly string[];
}

export const siegeNames = { open: "blog.example.org", guarded: "guarded.example.org" } as const;

/** Of anna's password, with the cost that tools have by themselves. */
const slowHash = "$2b$10$Io27mGrHhRGD8v2vTyVPNeW1T/BrvKtW3qnmutoiWF0rW3Gk48U62";

/** An answer that takes longer is none. */
const visitorSeconds = 5;

/** The programs in `tool/`, as Node runs them. */
function compiled(): string {
  const from = path.join(__dirname, "tool");
  const to = mkdtempSync(path.join(tmpdir(), "attacks-"));
  for (const file of readdirSync(from)) {
    const { outputText } = ts.transpileModule(readFileSync(path.join(from, file), "utf8"), {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    writeFileSync(path.join(to, file.replace(/ts$/, "js")), outputText);
  }
  return to;
}

export interface SiegeOptions {
  readonly memory: MemorySize;
  readonly perAddress?: Partial<PerAddress>;
  readonly atEnd: (end: () => void) => void;
}

export async function beginSiege({ memory, perAddress, atEnd }: SiegeOptions): Promise<Siege> {
  const { connections, buffers } = capacityOf(memory);
  const names = Object.values(siegeNames);
  const made = await road(
    names,
    {
      domains: [{ router: "router", domains: names }],
      routers: [{ name: "router", host: "router", maxRequests: requestsFor(memory) }],
      maxConnections: connections,
      buffers,
      perAddress: perAddressOf(connections, perAddress),
      rateLimit: defaultRateLimit,
      passwordDomains: [siegeNames.guarded],
    },
    {
      atEnd,
      container: [
        ...["--memory", `${toMebibytes(memory)}m`, "--memory-swap", `${toMebibytes(memory)}m`, "--cpus", "2"],
        ...["--ulimit", `nofile=${filesFor(allConnections(connections))}`],
        ...Object.entries(socketLimits(1_048_576)).flatMap(([name, value]) => [
          "--sysctl",
          `${name}=${value}`,
        ]),
      ],
      routerEnvironment: renderRouterEnvironment(memory),
    },
  );
  made.start("app", testImages.echo);
  for (const [service, host] of Object.entries(siegeNames)) {
    const users = service === "guarded" ? { anna: slowHash } : undefined;
    const route = { ...routes.guarded, service, users, domains: [host], servers: ["app:8080"] };
    const { status, said } = made.publish({ route, readySeconds: 60, drainSeconds: 0 });
    if (status !== 0) throw new Error(said);
  }
  const tool = compiled();
  atEnd(() => removeFolder(tool));
  return besieged(made, tool, atEnd);
}

const farmDoor = { host: "farm", port: farmPorts.https, tls: true };

/** Parts of the processors that programs get from the engine. */
const [ordinary, behind] = ["1024", "32"] as const;

/** Each has an address of its own: what one of them has done is not counted against another. */
let addresses = 100;

function besieged(made: Road, tool: string, atEnd: SiegeOptions["atEnd"]): Siege {
  const begin = (
    shares: string,
    name: string,
    { name: host = siegeNames.open, connections, each = 0, path: at = "/", door = farmDoor }: Amount,
  ) => {
    const target = { ...door, name: host };
    const { status, said } = docker([
      ...["run", "-d", "--network", made.network, "--ip", `${made.prefix}.${addresses++}`],
      // Nobody is to take the processors of those that are attacked: on one machine, that would prove nothing.
      ...["--cpu-shares", shares, "--ulimit", "nofile=20000"],
      ...["--volume", `${tool}:/tool:ro`, "--entrypoint", "node", testImages.keeper],
      ...["/tool/main.js", name, JSON.stringify(target), JSON.stringify({ connections, each, path: at })],
    ]);
    if (status !== 0) throw new Error(said);
    const id = said.trim();
    atEnd(() => void docker(["rm", "-f", id]));
    return id;
  };
  const heard = (id: string) => {
    const { said } = docker(["logs", "--tail", "1", id]);
    return said ? (JSON.parse(said) as Seen & { slowest: number }) : undefined;
  };
  const reachedBy = (id: string, name: string, until: (seen: Seen) => boolean, meanwhile = () => {}) =>
    waitFor(
      `${name}: ${docker(["logs", "--tail", "1", id]).said}`,
      async () => {
        meanwhile();
        const seen = heard(id);
        return seen && until(seen) ? seen : undefined;
      },
      120,
    );

  return {
    road: made,
    client: async (name, amount, until) => {
      const id = begin(ordinary, name, amount);
      const seen = await reachedBy(id, name, until);
      docker(["rm", "-f", id]);
      return seen;
    },
    under: async (name, amount, reached, aim = {}) => {
      const before = asTheyAre(made);
      const visitor = begin(ordinary, "visitor", { ...aim, connections: 1, each: visitorSeconds });
      await reachedBy(visitor, "the visitor", ({ asked }) => asked > 2);
      const silent = { health: 0, metrics: 0 };
      const look = () => {
        for (const [what, at] of Object.entries({
          health: `${revisionPort}/`,
          metrics: `${farmPorts.stats}/metrics`,
        }))
          if (inside(made.farm, `wget -q -T 3 -O /dev/null http://127.0.0.1:${at}`).status !== 0)
            silent[what as keyof typeof silent]++;
      };
      const attacker = begin(behind, name, amount);
      await reachedBy(attacker, name, reached, look);
      // The attack is at its height: the visitor comes some more times.
      const then = heard(visitor)?.asked ?? 0;
      await reachedBy(visitor, "the visitor", ({ asked }) => asked >= then + 20, look);
      const seen = heard(attacker);
      docker(["rm", "-f", attacker]);
      const told = heard(visitor);
      docker(["rm", "-f", visitor]);
      if (!seen || !told) throw new Error("nobody tells what has come of it");
      const after = asTheyAre(made);
      return {
        seen,
        visitor: { answers: told.answers, slowest: told.slowest },
        silent,
        lost: Object.keys(after).filter((one) => after[one] !== before[one]),
      };
    },
  };
}

/** A container that was killed for its memory, or has come back, is not as it was. */
const asTheyAre = ({ farm, router }: Road): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ farm, router }).map(([name, id]) => [
      name,
      docker([
        "inspect",
        "-f",
        "{{.State.Status}} {{.State.StartedAt}} {{.State.OOMKilled}} {{.RestartCount}}",
        id,
      ]).said,
    ]),
  );
