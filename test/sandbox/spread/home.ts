import * as path from "node:path";
import { planAddresses } from "../../../components/shared/subnet";
import { buildTestImages } from "../../images/build";
import { testImages } from "../../images/tags";
import { type Container, containers } from "../../support/containers";
import type { StandIn } from "../../support/hosts";
import { trust } from "../../support/trust";
import { startSandbox } from "../sandbox";

const stack = "spread";
const project = path.join(__dirname, "../fixtures/spread");
const images = { haproxy: testImages.haproxy, traefik: testImages.traefik, echo: testImages.echo };
const subnets = { near: "10.213.12.0/24", east: "10.213.13.0/24", west: "10.213.14.0/24" };

/** A farm with a router beside it and two on hosts of their own; services on one and on two of them. */
export interface SpreadHome {
  readonly https: string;
  /** The farm's statistics. */
  readonly stats: string;
  readonly farm: Container;
  readonly east: StandIn;
  readonly west: StandIn;
  /** An address of the farm's network that no container has. */
  readonly nobody: string;
  stop(): Promise<number>;
}

export async function startSpread(): Promise<SpreadHome> {
  await buildTestImages(() => {});
  const sandbox = await startSandbox({
    project,
    program: path.join(project, "index.ts"),
    stacks: [stack],
    config: Object.fromEntries(
      Object.entries({ images, ...subnets }).map(([name, value]) => [`${stack}:${name}`, value]),
    ),
  });
  const { addresses, authority } = sandbox.outputs[stack] ?? {};
  const { https, stats } = (addresses as { value: { https: string; stats: string } }).value;
  trust(https, String(authority?.value));

  const all = await containers({ "homeport.sandbox": sandbox.id });
  const standIn = (name: "east" | "west"): StandIn => ({
    containers: all.filter((one) =>
      Object.keys(one.NetworkSettings.Networks).some((network) => network.includes(`${name}-network-`)),
    ),
    address: planAddresses(subnets[name]).gateway,
  });
  const { farm } = planAddresses(subnets.near);
  return {
    https,
    stats,
    farm: containerOf(all, "farm-haproxy"),
    east: standIn("east"),
    west: standIn("west"),
    nobody: farm.replace(/\d+$/, "200"),
    stop: () => sandbox.stop(),
  };
}

/** The one container whose name begins so. */
export function containerOf(all: readonly Container[], name: string): Container {
  const [one, ...more] = all.filter(({ Name }) => Name.startsWith(`/${name}-`));
  if (!one || more.length > 0) throw new Error(`${name} is there ${more.length + (one ? 1 : 0)} times`);
  return one;
}
