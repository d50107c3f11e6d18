import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pebbleImage } from "../../images/tags";
import { docker, inspect, runIn } from "../../support/containers";
import { waitFor } from "../../support/wait";
import { serverCertificate } from "./serverCertificate";

const host = "pebble";
const dnsPassword = "let-me-change-the-zone";

export interface PebbleOptions {
  /** Networks in which it is found as `pebble`. */
  readonly networks: readonly [string, ...string[]];
  /** Address in the first network that its DNS answers with for every name: that of the farm. */
  readonly address: string;
  /** Labels of its container, by which it is removed after a test that was killed. */
  readonly labels?: Readonly<Record<string, string>>;
  /** @default 90 days */
  readonly certificateSeconds?: number;
  /** Its own address in the first network, by which it is asked then. @default it is asked by its name */
  readonly serverAddress?: string;
  /** Where challenges of HTTP are asked for. @default 80 */
  readonly httpPort?: number;
  /** Names for which no certificate is issued. */
  readonly refused?: readonly string[];
}

/** An ACME server, as a test sees it. */
export interface Pebble {
  readonly directoryUrl: string;
  /** File of the host with the authority of the server's own certificate. */
  readonly authorityFile: string;
  /** The settings of `dns-01` for its own DNS server. */
  readonly dns: {
    readonly provider: string;
    readonly settings: Readonly<Record<string, string>>;
    readonly credentials: Readonly<Record<string, string>>;
    readonly propagationSeconds: number;
  };
  /** Makes it reachable in the network with this subnet too, under the same name. */
  joinSubnet(subnet: string): Promise<void>;
  /** The root that issues the certificates; each server makes its own. */
  rootPem(): Promise<string>;
  /** Has the DNS answer another address for one name. */
  pointTo(domain: string, address: string): Promise<void>;
  /** Has it answer for this name as for all others again. */
  pointBack(domain: string): Promise<void>;
  /** What is known of an issued certificate by its serial number, in hexadecimal digits. */
  statusOf(serial: string): Promise<string>;
  /** All that it logged. */
  logs(): Promise<string>;
  stop(): Promise<void>;
}

/** Starts an ACME server with a DNS server of its own; challenges are asked for at once, without its usual pauses. */
export async function startPebble(options: PebbleOptions): Promise<Pebble> {
  const folder = await mkdtemp(join(tmpdir(), "homeport-pebble-"));
  const authorityFile = join(folder, "authority.pem");
  const { serverAddress } = options;
  const names = [host, "localhost", ...(serverAddress ? [serverAddress] : [])];
  const { authority, certificate, key } = await serverCertificate(names);
  await writeFile(authorityFile, authority);
  const [network, ...others] = options.networks;
  const container = await docker.createContainer({
    Image: pebbleImage,
    Labels: { ...options.labels },
    Env: [
      `PEBBLE_CONFIG=${JSON.stringify({ pebble: configuration(options) })}`,
      `PEBBLE_CERTIFICATE=${certificate}`,
      `PEBBLE_KEY=${key}`,
      `ADDRESS=${options.address}`,
      `DNS_PASSWORD=${dnsPassword}`,
      "PEBBLE_VA_NOSLEEP=1",
      // A validation that is remembered would hide a challenge that does not work.
      "PEBBLE_AUTHZREUSE=0",
    ],
    HostConfig: { NetworkMode: network },
    NetworkingConfig: {
      EndpointsConfig: {
        [network]: {
          Aliases: [host],
          IPAMConfig: serverAddress ? { IPv4Address: serverAddress } : undefined,
        },
      },
    },
  });
  const attach = (other: string): Promise<void> =>
    docker.getNetwork(other).connect({ Container: container.id, EndpointConfig: { Aliases: [host] } });
  for (const other of others) await attach(other);
  await container.start();

  const inside = async (script: string) => runIn(await inspect(container.id), ["sh", "-c", script]);
  const manage = (path: string) =>
    inside(`wget -q -O - --no-check-certificate https://127.0.0.1:15000${path}`);
  const dns = (path: string, body: object) =>
    inside(`wget -q -O - --post-data '${JSON.stringify(body)}' http://127.0.0.1:8055${path}`);
  const rootPem = async () => (await manage("/roots/0")).trim();
  await waitFor("Pebble to answer", async () => (await rootPem()).startsWith("-----BEGIN"));

  return {
    directoryUrl: `https://${serverAddress ?? host}:14000/dir`,
    authorityFile,
    dns: {
      provider: "httpreq",
      settings: { HTTPREQ_ENDPOINT: `http://${host}:8056/cgi-bin`, HTTPREQ_USERNAME: "homeport" },
      credentials: { HTTPREQ_PASSWORD: dnsPassword },
      propagationSeconds: 1,
    },
    joinSubnet: async (subnet) => attach(await networkOf(subnet)),
    rootPem,
    pointTo: async (domain, address) => void (await dns("/add-a", { host: domain, addresses: [address] })),
    pointBack: async (domain) => void (await dns("/clear-a", { host: domain })),
    statusOf: (serial) => manage(`/cert-status-by-serial/${serial}`),
    logs: async () => (await container.logs({ stdout: true, stderr: true })).toString("utf8"),
    stop: async () => {
      // A test may have stopped it before, to see what goes on without it.
      await container.remove({ force: true, v: true }).catch((error: { statusCode?: number }) => {
        if (error.statusCode !== 404) throw error;
      });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function networkOf(subnet: string): Promise<string> {
  const networks = await docker.listNetworks();
  const own = networks.find(({ IPAM }) => IPAM?.Config?.some(({ Subnet }) => Subnet === subnet));
  if (!own) throw new Error(`there is no network ${subnet}`);
  return own.Id;
}

const configuration = ({ certificateSeconds = 90 * 86_400, httpPort = 80, refused = [] }: PebbleOptions) => ({
  listenAddress: "0.0.0.0:14000",
  managementListenAddress: "0.0.0.0:15000",
  certificate: "/tmp/cert.pem",
  privateKey: "/tmp/key.pem",
  httpPort,
  tlsPort: 443,
  certificateValidityPeriod: certificateSeconds,
  domainBlocklist: refused,
});
