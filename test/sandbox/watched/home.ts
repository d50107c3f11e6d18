import * as path from "node:path";
import { buildTestImages } from "../../images/build";
import { type Container, containers, runIn } from "../../support/containers";
import { type Sandbox, startSandbox } from "../sandbox";
import { hurriedAlertmanager, hurriedRules } from "./hurried";
import { type Sinks, secrets } from "./sinks";

interface Sample {
  readonly metric: Record<string, string>;
  readonly value: readonly [number, string];
}

const project = path.join(__dirname, "../fixtures/monitor");

/** A home on two hosts with a monitor. */
export class WatchedHome {
  private constructor(
    private readonly sandbox: Sandbox,
    private readonly all: readonly Container[],
  ) {}

  static async start(sinks: Sinks): Promise<WatchedHome> {
    await buildTestImages(() => {});
    await sinks.ready();
    const sandbox = await startSandbox({
      project,
      program: path.join(project, "index.ts"),
      stacks: ["prod"],
      config: {
        "monitor:webhook": sinks.http + secrets.webhook,
        "monitor:token": secrets.token,
        "monitor:deadMan": sinks.http + secrets.dead,
        "monitor:people": sinks.http,
        "monitor:ntfy": sinks.topic,
        "monitor:mail": `${sinks.address}:${sinks.mailPort}`,
        // Nobody listens there.
        "monitor:repository": `http://${sinks.address}:1/prod`,
      },
    });
    return new WatchedHome(sandbox, await containers({ "homeport.sandbox": sandbox.id }));
  }

  /** The container whose resource has this name. */
  container(resource: string): Container {
    const found = this.all.find(({ Name }) => Name.replace(/-[0-9a-f]+$/, "") === `/${resource}`);
    if (!found)
      throw new Error(`no container is called ${resource}: ${this.all.map(({ Name }) => Name).join(" ")}`);
    return found;
  }

  /** Asks Prometheus as whoever has the password. */
  async ask(query: string): Promise<Sample[]> {
    const told = await runIn(this.container("monitor-prometheus"), [
      "sh",
      "-c",
      `wget -q -O - --header "Authorization: Basic $(printf homeport:%s "$(cat /watch/secrets/password)" | base64 | tr -d '\\n')" "http://127.0.0.1:9090/api/v1/query?query=${encodeURIComponent(query)}"`,
    ]);
    return JSON.parse(told).data.result;
  }

  /** From now on the clock of the rules goes faster. */
  hurryRules(): Promise<void> {
    return this.changed("monitor-prometheus", "rules.yml", hurriedRules);
  }

  hurryHeartbeat(): Promise<void> {
    return this.changed("monitor-alertmanager", "alertmanager.yml", hurriedAlertmanager);
  }

  private async changed(resource: string, name: string, change: (text: string) => string): Promise<void> {
    const container = this.container(resource);
    const file = `/watch/config/${name}`;
    const changed = change(await runIn(container, ["cat", file]));
    await runIn(container, ["sh", "-c", `printf %s "$1" > ${file} && kill -HUP 1`, "sh", changed]);
  }

  stop(): Promise<number> {
    return this.sandbox.stop();
  }
}
