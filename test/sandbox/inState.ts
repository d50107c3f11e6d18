import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { containers } from "../support/containers";
import type { Sandbox } from "./sandbox";

/** What a state has beside the containers. */
export interface Stated {
  /** Where the program that stands for Pulumi is; `PATH` has to begin with it. */
  readonly folder: string;
  readonly project: string;
  readonly sandbox: Sandbox;
  /** As `wiki/files`. */
  readonly volumes: readonly string[];
  /** Types of resources by the components of their containers. */
  readonly parents: Readonly<Record<string, string>>;
  /** What is started before a component, as its update did. @default nothing */
  readonly after?: Readonly<Record<string, readonly string[]>>;
}

/** Writes a program that answers as Pulumi's command line does for the stack that the sandbox stands for. */
export async function beInState({
  folder,
  project,
  sandbox,
  volumes,
  parents,
  after = {},
}: Stated): Promise<void> {
  const all = await containers({ "homeport.sandbox": sandbox.id });
  const urn = (type: string, name: string) => `urn:pulumi:prod::${project}::${type}::${name}`;
  const engine = urn("homeport:index:DockerHost$pulumi:providers:docker", "attic-engine");
  const [type, command] = ["docker:index/container:Container", "command:local:Command"];
  const below = (component: string, of: string) => `homeport:index:${parents[component] ?? "Other"}$${of}`;
  const start = (component: string) => urn(below(component, command), `${component}-start`);
  const resources = [
    { urn: engine, type: "pulumi:providers:docker", inputs: {} },
    {
      urn: urn("homeport:index:Backups", "backups"),
      type: "homeport:index:Backups",
      outputs: { host: "attic", volumes, owner: `${project}.prod.attic`, epoch: 1 },
    },
    ...all.flatMap(({ Id, Name, Config }) => {
      const component = Config.Labels["homeport.component"] ?? "";
      const labels = Object.entries(Config.Labels).map(([label, value]) => ({ label, value }));
      const own = urn(
        below(component, type),
        component === "backups" ? "backups-restic" : Name.slice(1).replace(/-[0-9a-f]{7}$/, ""),
      );
      const parent = urn(`homeport:index:${parents[component] ?? "Other"}`, component);
      return [
        {
          ...{ urn: own, type, id: Id, parent, provider: `${engine}::id` },
          ...{ inputs: { image: Config.Image }, outputs: { name: Name.slice(1), labels } },
        },
        {
          ...{ urn: start(component), type: command, parent },
          dependencies: [own, ...(after[component] ?? []).map(start)],
        },
      ];
    }),
  ];
  const state = join(folder, "state.json");
  writeFileSync(state, JSON.stringify({ deployment: { resources } }));
  const answers = `case $2 in ls) echo '[{"name":"prod"}]' ;; export) cat '${state}' ;; esac`;
  writeFileSync(join(folder, "pulumi"), `#!/bin/sh\n${answers}\n`, { mode: 0o755 });
}
