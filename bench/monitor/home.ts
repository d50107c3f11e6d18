import { resticImage, sqliteImage } from "../../test/images/tags";
import { type Sandbox, startSandbox } from "../../test/sandbox/sandbox";
import { type Container, containers, runIn } from "../../test/support/containers";
import { settings, stack, subnets } from "../ours";

/** What Prometheus answers. */
export interface Sample {
  readonly metric: Readonly<Record<string, string>>;
  readonly value: readonly [number, string];
}

/** Containers of the monitor, by what they are called; the last one is on the further host. */
export const parts = ["prometheus", "alertmanager", "probes", "agent", "page", "agent-cellar"] as const;
export type Part = (typeof parts)[number];
export const further = "agent-cellar" satisfies Part;

/** A home on two hosts whose monitor is measured. */
export class WatchedHome {
  private constructor(
    private readonly sandbox: Sandbox,
    private readonly all: readonly Container[],
  ) {}

  /** @param told where messages go */
  static async start(told: string): Promise<WatchedHome> {
    const sandbox = await startSandbox({
      program: require.resolve("../programs/watched"),
      stacks: [stack],
      config: {
        ...settings(subnets.watched),
        "homeport:monitor": { domains: ["watch.example.org"], allow: ["127.0.0.1"] },
        "bench:far": subnets.far,
        "bench:webhook": `${told}/people`,
        "bench:deadMan": `${told}/beat`,
        "bench:python": sqliteImage,
        "bench:restic": resticImage,
      },
    });
    return new WatchedHome(sandbox, await containers({ "homeport.sandbox": sandbox.id }));
  }

  /** The container whose resource has this name. */
  container(resource: string): Container {
    const found = this.all.find(({ Name }) => Name.replace(/-[0-9a-f]+$/, "") === `/${stack}-${resource}`);
    if (!found)
      throw new Error(`no container is called ${resource}: ${this.all.map(({ Name }) => Name).join(" ")}`);
    return found;
  }

  part = (part: Part): Container => this.container(part === "page" ? "watch-0" : `monitor-${part}`);

  /** Runs shell in Prometheus' container, where `ask PATH` prints what it answers. */
  inside(script: string): Promise<string> {
    const asking = `ask() { wget -q -O - --header "Authorization: Basic $(printf homeport:%s "$(cat /watch/secrets/password)" | base64 | tr -d '\\n')" "http://127.0.0.1:9090$1"; }`;
    return runIn(this.part("prometheus"), ["sh", "-c", `${asking}\n${script}`]);
  }

  /** Asks Prometheus' interface. */
  async api<T>(path: string): Promise<T> {
    return JSON.parse(await this.inside(`ask '${path}'`)).data;
  }

  async ask(query: string): Promise<readonly Sample[]> {
    const path = `/api/v1/query?query=${encodeURIComponent(query).replaceAll("'", "%27")}`;
    return (await this.api<{ result: readonly Sample[] }>(path)).result;
  }

  stop = (): Promise<number> => this.sandbox.stop();
}
