import { randomBytes } from "node:crypto";
import { acmeMount, authorityMount, stateMount } from "../../../components/front/certificates/issuer/layout";
import { renderOrder } from "../../../components/front/certificates/issuer/order";
import { renderIssuer } from "../../../components/front/certificates/issuer/script";
import { credentialsOf, environmentOf, issuerOf } from "../../../components/front/certificates/issuer/told";
import { fileNameOf } from "../../../components/front/certificates/list";
import type { AcmeCertificates } from "../../../components/front/certificates/source";
import { docker, inspect, logsOf, runIn } from "../../support/containers";
import { waitFor } from "../../support/wait";

export interface IssuerSettings {
  readonly source: AcmeCertificates;
  readonly domains: readonly string[];
  readonly network: string;
  readonly image: string;
  readonly labels: Readonly<Record<string, string>>;
  /** By which the farm finds it. @default none */
  readonly alias?: string;
}

/** What an issuer published for one name. */
export interface Published {
  readonly chain: string;
  readonly key: string;
}

/** An issuer's container, without a deployment around it. */
export class RunningIssuer {
  private constructor(
    readonly id: string,
    private readonly settings: IssuerSettings,
  ) {}

  static async start(settings: IssuerSettings): Promise<RunningIssuer> {
    const { source, network, labels, image, alias } = settings;
    const volume = async (role: string, path: string) => {
      const Name = `homeport-acme-${role}-${randomBytes(4).toString("hex")}`;
      await docker.createVolume({ Name, Labels: { ...labels } });
      return `${Name}:${path}`;
    };
    const { authorityFile } = source;
    const container = await docker.createContainer({
      Image: image,
      Labels: { ...labels },
      Entrypoint: ["sh", "-c", renderIssuer(issuerOf(source, settings.domains))],
      User: "0:0",
      Env: environmentOf(source),
      HostConfig: {
        NetworkMode: network,
        ReadonlyRootfs: true,
        Tmpfs: { "/tmp": "size=8m" },
        CapDrop: ["ALL"],
        SecurityOpt: ["no-new-privileges:true"],
        Memory: 96 * 2 ** 20,
        MemorySwap: 96 * 2 ** 20,
        Binds: [
          await volume("directory", acmeMount),
          await volume("state", stateMount),
          ...(authorityFile ? [`${authorityFile}:${authorityMount}:ro`] : []),
        ],
      },
      NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: alias ? [alias] : [] } } },
    });
    await container.start();
    return new RunningIssuer(container.id, settings);
  }

  /** Has every name tried, as a deployment does; what it says of names without a certificate. */
  async order(credentials = credentialsOf(this.settings.source)): Promise<string> {
    const { source, domains } = this.settings;
    const { revision } = issuerOf(source, domains);
    const script = renderOrder({ domains, revision, credentials: credentials as Record<string, string> });
    return this.run(script);
  }

  run = async (script: string): Promise<string> => runIn(await inspect(this.id), ["sh", "-c", script]);

  /** The pair of a name, once there is one that is not `earlier`. */
  published = (domain: string, earlier?: Published, seconds = 60): Promise<Published> =>
    waitFor(
      `a certificate of ${domain}`,
      async () => {
        const folder = `${acmeMount}/live/${fileNameOf(domain)}`;
        const [chain = "", key = ""] = (
          await this.run(`cat ${folder}/fullchain.pem; echo =====; cat ${folder}/privkey.pem`)
        ).split("=====\n");
        const pair = { chain: pem(chain), key: pem(key) };
        return pair.chain && pair.key && pair.chain !== earlier?.chain ? pair : undefined;
      },
      seconds,
    );

  /** The record of a name's failures. */
  async status(domain: string): Promise<{ failures: number; nextTry: number; error: string } | undefined> {
    const text = await this.run(`cat ${acmeMount}/status/${fileNameOf(domain)}.json`);
    return text.startsWith("{") ? JSON.parse(text) : undefined;
  }

  logs = (): Promise<string> => logsOf(this.id);
  kill = () => docker.getContainer(this.id).kill();
  again = () => docker.getContainer(this.id).start();
  stop = () => docker.getContainer(this.id).stop({ t: 30 });
}

const pem = (text: string): string => /-----BEGIN[\s\S]*-----END [A-Z ]+-----/.exec(text)?.[0] ?? "";
