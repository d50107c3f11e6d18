import * as path from "node:path";
import { buildTestImages } from "../../images/build";
import { type Container, containers, runIn } from "../../support/containers";
import { askPrometheus } from "../../support/prometheus";
import { type Sandbox, startSandbox } from "../sandbox";
import { hurriedAlertmanager, hurriedRules } from "./hurried";
import { type Sinks, secrets } from "./sinks";

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

  ask = (query: string) => askPrometheus(this.container("monitor-prometheus"), query);

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
