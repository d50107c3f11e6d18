import { randomBytes } from "node:crypto";
import { mkdirSync, symlinkSync } from "node:fs";
import * as path from "node:path";
import type { Engine } from "./engine";

/** Variables under which the engine keeps its state, its passphrase and all else in a folder of the test's. */
export function ownVariables(engine: Engine, folder: string): Record<string, string> {
  const [home, state] = [path.join(folder, "home"), path.join(folder, "state")];
  for (const made of [home, state]) mkdirSync(made);
  symlinkSync(path.join(engine.home, "plugins"), path.join(home, "plugins"));
  return {
    PULUMI_HOME: home,
    PULUMI_BACKEND_URL: `file://${state}`,
    PULUMI_CONFIG_PASSPHRASE: randomBytes(16).toString("hex"),
    PULUMI_SKIP_UPDATE_CHECK: "true",
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
  };
}
