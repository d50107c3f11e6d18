import * as path from "node:path";
import { testImages } from "../images/tags";
import type { Deployment, Environment } from "../suite/deployment";
import { secretKey, secretOf } from "../suite/scenario";
import { defineSuite } from "../suite/suite";
import { idLabel } from "./clean";
import { type Sandbox, startSandbox } from "./sandbox";

const stacks = ["prod", "staging"] as const;

/** Away from what `npm start` takes, so that both can run at once. */
const settings = {
  prod: { offset: 12_000, subnet: "172.30.72.0/24" },
  staging: { offset: 12_101, subnet: "172.30.73.0/24" },
};

function configOf(stack: (typeof stacks)[number]) {
  const { offset, subnet } = settings[stack];
  return {
    "homeport:portOffsets": { farm: offset, router: offset },
    "homeport:network": { subnet },
    [secretKey]: secretOf(stack),
  };
}

/** The suite on a real engine without the Pulumi CLI. */
async function deploy(): Promise<Deployment> {
  const told: Record<string, string[]> = { prod: [], staging: [] };
  const sandbox = await startSandbox({
    program: path.resolve(__dirname, "../suite/program.ts"),
    config: { "homeport:images": testImages },
    stackConfig: Object.fromEntries(stacks.map((stack) => [stack, configOf(stack)])),
    report: (stack, heard) => told[stack]?.push(JSON.stringify(heard)),
  }).catch(asVitestCanShow);
  const [prod, staging] = stacks.map((stack) => environment(sandbox, stack, told[stack] ?? []));
  if (!prod || !staging) throw new Error("an environment is missing");
  return { environments: { prod, staging }, destroy: async () => void (await sandbox.stop()) };
}

/** Vitest looks into every file that a stack trace names, and gives up at tsx's own: those lines are left out. */
function asVitestCanShow(error: Error): never {
  throw new Error(error.message.replaceAll(/^ +at .*node_modules.*\n?/gm, ""));
}

function environment(sandbox: Sandbox, name: (typeof stacks)[number], told: string[]): Environment {
  const outputs = sandbox.outputs[name] ?? {};
  const addresses = outputs.addresses?.value as { http: string; https: string; stats: string };
  return {
    name,
    http: addresses.http,
    https: addresses.https,
    stats: new URL(addresses.stats).origin,
    authority: String(outputs.authority?.value),
    labels: { [idLabel]: sandbox.id, "homeport.environment": name },
    told: [...told, JSON.stringify(outputs)].join("\n"),
  };
}

defineSuite("sandbox", deploy);
