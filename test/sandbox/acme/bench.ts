import { randomBytes } from "node:crypto";
import { certificatePorts } from "../../../components/front/certificates/ports";
import { testImages } from "../../images/tags";
import { addressOf, docker, inspect } from "../../support/containers";
import { addressesAt, onFreeSubnet } from "../../support/freeSubnet";
import { idLabel, ownerLabel, removeSandbox } from "../clean";
import { owner } from "../owner";
import { type IssuerSettings, RunningIssuer } from "./issuer";
import { type Pebble, type PebbleOptions, startPebble } from "./pebble";

/** The farm's part in HTTP-01: challenges go to the issuer, by name, wherever it is. */
const farmConfig = `global
    log stdout format raw daemon notice
defaults
    mode http
    timeout connect 2s
    timeout client 5s
    timeout server 5s
resolvers engine
    nameserver dns 127.0.0.11:53
    hold valid 1s
frontend plain
    bind :80
    acl challenge path_beg /.well-known/acme-challenge/
    http-request return status 404 if !challenge
    default_backend issuer
backend issuer
    server issuer issuer:${certificatePorts.issuer} resolvers engine init-addr none
`;

/** An ACME server, a farm's front and issuers, in a network of their own. */
export class AcmeBench {
  private constructor(
    private readonly id: string,
    private readonly labels: Record<string, string>,
    private readonly network: string,
    readonly pebble: Pebble,
  ) {}

  static async start(
    options: Pick<PebbleOptions, "certificateSeconds" | "refused"> = {},
  ): Promise<AcmeBench> {
    const id = randomBytes(4).toString("hex");
    const labels = { [idLabel]: id, [ownerLabel]: owner() };
    const network = `homeport-acme-${id}`;
    await onFreeSubnet((prefix) =>
      docker.createNetwork({ Name: network, IPAM: addressesAt(prefix), Labels: labels }),
    );
    const address = await startFarm(network, labels);
    return new AcmeBench(
      id,
      labels,
      network,
      await startPebble({ networks: [network], address, labels, ...options }),
    );
  }

  /** The settings by which an issuer finds the server. */
  get source() {
    const { directoryUrl, authorityFile } = this.pebble;
    return {
      source: "acme",
      server: directoryUrl,
      authorityFile,
      checkSeconds: 3600,
      retrySeconds: 3600,
    } as const;
  }

  /** The challenge that the server's own DNS answers. */
  get dns() {
    return { kind: "dns-01", ...this.pebble.dns } as const;
  }

  issuer(settings: Omit<IssuerSettings, "network" | "labels" | "image">): Promise<RunningIssuer> {
    const { network, labels } = this;
    return RunningIssuer.start({ network, labels, image: testImages.lego, ...settings });
  }

  async stop(): Promise<void> {
    await this.pebble.stop();
    await removeSandbox(docker, this.id);
  }
}

async function startFarm(network: string, labels: Record<string, string>): Promise<string> {
  const farm = await docker.createContainer({
    Image: testImages.haproxy,
    Labels: labels,
    Entrypoint: ["sh", "-c", 'printf %s "$CONFIG" > /tmp/farm.cfg; exec haproxy -db -f /tmp/farm.cfg'],
    Env: [`CONFIG=${farmConfig}`],
    HostConfig: { NetworkMode: network },
  });
  await farm.start();
  return addressOf(await inspect(farm.id));
}
