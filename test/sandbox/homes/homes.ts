import * as path from "node:path";
import { type AddressPlan, planAddresses } from "../../../components/shared/subnet";
import { testImages } from "../../images/tags";
import { type Container, containers } from "../../support/containers";
import { handshake } from "../../support/tls";
import { waitFor } from "../../support/wait";
import type { Heard } from "../environment";
import type { Config } from "../messages";
import { type Sandbox, startSandbox } from "../sandbox";

export const stacks = ["prod", "staging"] as const;
export type StackName = (typeof stacks)[number];

/** Away from what `npm start` and the suite take. */
const places = {
  prod: { offset: 16_000, network: 76, publicPorts: { http: 80 } },
  staging: { offset: 16_101, network: 77, publicPorts: {} },
};

/** The addresses of a stack's network. */
export const addressesOf = (stack: StackName, place = 0): AddressPlan =>
  planAddresses(`172.30.${places[stack].network + 2 * place}.0/24`);

export interface Homes {
  /** What is deployed. @default the small home of two services */
  readonly program?: string;
  /** The settings of both: `homeport:certificates` among them. */
  readonly config: Config;
  /** Another number stands beside the first without touching it. @default 0 */
  readonly place?: number;
  /** Told of each resource that was made. */
  readonly report?: (stack: StackName, heard: Heard) => void;
}

/** Both environments of the small home on one engine, with one setting for where certificates come from. */
export async function startHomes({
  program = path.resolve(__dirname, "../../suite/certified.ts"),
  config,
  place = 0,
  report = () => {},
}: Homes): Promise<RunningHomes> {
  const configOf = (stack: StackName) => {
    const { publicPorts, ...at } = places[stack];
    const offset = at.offset + 10 * place;
    return {
      "homeport:portOffsets": { farm: offset, router: offset },
      "homeport:network": { subnet: addressesOf(stack, place).subnet, publicPorts },
    };
  };
  const sandbox = await startSandbox({
    program,
    config: {
      "homeport:images": testImages,
      "homeport:network": { bindAddress: "127.0.0.1" },
      ...config,
    },
    stackConfig: Object.fromEntries(stacks.map((stack) => [stack, configOf(stack)])),
    report: (stack, heard) => report(stack as StackName, heard),
  });
  return new RunningHomes(sandbox);
}

export class RunningHomes {
  readonly prod: RunningHome;
  readonly staging: RunningHome;

  constructor(private readonly sandbox: Sandbox) {
    this.prod = new RunningHome(sandbox, "prod");
    this.staging = new RunningHome(sandbox, "staging");
  }

  stop = () => this.sandbox.stop();
}

export class RunningHome {
  readonly https: string;
  /** Root certificate of the environment's own authority, where it has one. */
  readonly authority: string;
  private readonly stats: string;

  constructor(
    private readonly sandbox: Sandbox,
    readonly stack: StackName,
  ) {
    const addresses = sandbox.outputs[stack]?.addresses?.value as { https: string; stats: string };
    this.https = addresses.https;
    this.authority = String(sandbox.outputs[stack]?.authority?.value);
    this.stats = new URL(addresses.stats).origin;
  }

  /** The running containers of a component: `farm`, `keeper`, `issuer`. */
  running = (component: string): Promise<Container[]> =>
    containers({
      "homeport.sandbox": this.sandbox.id,
      "homeport.environment": this.stack,
      "homeport.component": component,
    });

  /** The serial number of the certificate that a visitor of the domain is shown, once it is good. */
  serialOf = (domain: string, ca: string, seconds = 20): Promise<string> =>
    waitFor(
      `a good certificate of ${domain} in ${this.stack}`,
      async () => {
        const made = await handshake(this.https, domain, { ca });
        if ("refused" in made) throw new Error(made.refused);
        return made.serialNumber;
      },
      seconds,
    );

  /** Waits until another certificate than `before` is shown. @returns its serial number */
  serialAfter = (before: string, domain: string, ca: string, seconds = 30): Promise<string> =>
    waitFor(
      `another certificate of ${domain} in ${this.stack}`,
      async () => {
        const serial = await this.serialOf(domain, ca, 1);
        return serial !== before && serial;
      },
      seconds,
    );

  /** What the farm's private port tells of its certificates. */
  metrics = async (): Promise<string> => (await fetch(`${this.stats}/certificates/metrics`)).text();
}
