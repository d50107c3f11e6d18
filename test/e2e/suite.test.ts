import type { Deployment, Environment } from "../suite/deployment";
import { defineSuite } from "../suite/suite";
import { e2e } from "./floor";
import { type StackName, Workspace } from "./workspace";

interface Outputs {
  readonly addresses: { readonly http: string; readonly https: string; readonly stats: string };
  readonly authority: string;
}

/** The suite on the real engine: both stacks at once, as two people would. */
async function deploy(): Promise<Deployment> {
  const workspace = await Workspace.open("suite");
  const [prod, staging] = await Promise.allSettled([
    environment(workspace, "prod"),
    environment(workspace, "staging"),
  ]);
  if (prod.status === "fulfilled" && staging.status === "fulfilled") {
    const environments = { prod: prod.value, staging: staging.value };
    return { environments, destroy: () => workspace.close() };
  }
  await workspace.close();
  throw prod.status === "rejected" ? prod.reason : (staging as PromiseRejectedResult).reason;
}

async function environment(workspace: Workspace, name: StackName): Promise<Environment> {
  const home = await workspace.stack(name);
  const { told } = await home.up();
  const { addresses, authority } = (await home.outputs()) as unknown as Outputs;
  return {
    name,
    http: addresses.http,
    https: addresses.https,
    stats: new URL(addresses.stats).origin,
    authority,
    labels: home.labels,
    told: [told, await home.cli("stack", "output", "--json")].join("\n"),
  };
}

e2e("real engine", () => defineSuite("suite", deploy));
