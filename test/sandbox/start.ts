/**
 * `npm start`: both environments on this machine's Docker engine, until Ctrl-C.
 *
 * Settings can be overridden for a trial, for all stacks and for one:
 * `npm start -- --config '{"homeport:ports": {"http": 8070}}' --staging '{"homeport:network": {…}}'`
 */

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { parseArgs } from "node:util";
import Docker from "dockerode";
import { Steps } from "../images/steps";
import { removeFolder } from "../support/removeFolder";
import { claim, claimsOf, elsewhere, type Trial } from "./claims";
import { removeLeftovers, sandboxes } from "./clean";
import { merge } from "./config";
import { ensureEngine } from "./engine";
import type { Heard } from "./environment";
import { chooseImages } from "./images";
import type { Config } from "./messages";
import { page } from "./page";
import { startSandbox } from "./sandbox";

const project = path.resolve(__dirname, "../..");
const stacks = ["prod", "staging"];
/** A trial is for this machine alone, whatever address the settings bind the farms to. */
const onThisMachine: Config = { "homeport:network": { bindAddress: "127.0.0.1" } };

/** Production is watched, and has a page that shows it. */
const watched: Config = { "homeport:monitor": { domains: ["watch.example.org"] } };

const say = (line: string) => console.log(line);
const detail = (text: string) => say(`      ${text}`);

async function main(signal: AbortSignal): Promise<void> {
  const { config, stackConfig: own } = overrides();
  const stackConfig = { ...own, prod: merge(watched, own.prod ?? {}) as Config };
  const trial: Trial = { project, stacks, config, stackConfig };
  await claim(claimsOf(trial));
  const steps = new Steps(5, say);
  await steps.run("Docker engine", async () => detail(`engine ${await ensureEngine(detail)}`));
  signal.throwIfAborted();
  const images = await steps.run("images", () => chooseImages(trial, detail));
  signal.throwIfAborted();
  await steps.run("what earlier trials left", clean);
  const sandbox = await steps.run(`both environments (${stacks.join(", ")})`, () =>
    startSandbox({
      project,
      stacks,
      config: merge(merge(images, onThisMachine), config) as Config,
      stackConfig,
      report: progress,
      signal,
    }),
  );
  const folder = mkdtempSync(path.join(tmpdir(), "homeport-"));
  try {
    const lines = await steps.run("asking every address", () =>
      Promise.all(stacks.map((stack) => page(stack, sandbox, folder))),
    );
    signal.throwIfAborted();
    say(`\n${lines.join("\n\n")}\n`);
    say("Next: paste a curl line into another terminal, or open a statistics address in a browser.");
    say("For good: npx pulumi up --stack staging (see README.md).  Ctrl-C removes everything.");
    await until(signal);
  } finally {
    say(`removed: ${await sandbox.stop()} containers, networks and volumes`);
    removeFolder(folder);
  }
}

function overrides(): { config: Config; stackConfig: Record<string, Config> } {
  const options = Object.fromEntries(
    ["config", ...stacks].map((name) => [name, { type: "string" as const }]),
  );
  const { values } = parseArgs({ options });
  const parsed = Object.entries(values).map(([name, text]) => [name, JSON.parse(text ?? "{}")]);
  const { config = {}, ...stackConfig } = Object.fromEntries(parsed);
  return { config, stackConfig };
}

async function clean(): Promise<void> {
  const docker = new Docker();
  for (const id of await removeLeftovers(docker)) detail(`removed what the sandbox ${id} had left`);
  for (const [id, owner] of await sandboxes(docker)) {
    detail(`the sandbox ${id} is running (machine/process/start: ${owner}); it may hold the same ports`);
  }
}

/** What takes time is told; passwords and volumes do not. */
function progress(stack: string, heard: Heard): void {
  if ("said" in heard) {
    detail(`${stack}: ${heard.said}`);
  } else if (heard.made.type.startsWith("command:")) {
    const { resource, milliseconds, warnings } = heard.made;
    detail(`${stack}: ${resource} (${(milliseconds / 1_000).toFixed(1)} s)`);
    for (const line of warnings?.split("\n") ?? []) detail(`${stack}: ${line}`);
  }
}

function until(signal: AbortSignal): Promise<void> {
  const alive = setInterval(() => {}, 60_000); // nothing else keeps the process
  return new Promise((resolve) => {
    const end = () => {
      clearInterval(alive);
      resolve();
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}

/** What is taken on this machine can be chosen otherwise for a trial. */
function wayOut(message: string): string {
  const taken = /already (in use|used|allocated)|Pool overlaps|is held by|network of host/.test(message);
  return taken ? `\n  With other ports and networks: ${elsewhere}` : "";
}

const stopping = new AbortController();
for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.on(name, () => {
    if (!stopping.signal.aborted) say("\nstopping …");
    stopping.abort(new Error(`stopped by ${name}`));
  });
}
// A closed terminal must not keep the environments from being removed.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

main(stopping.signal).then(
  () => process.exit(0),
  (error: Error) => {
    console.error(`\n${error.message}${wayOut(error.message)}`);
    process.exit(1);
  },
);
