import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { hostCommand } from "../../dockerHost/hostCommand";
import type { EnvironmentNetwork } from "../../environmentNetwork";
import { hardened, silentlyIgnored } from "../../shared/hardening";
import { defaultImages } from "../../shared/image";
import { lastLines, shellInside } from "../../shared/inside";
import { byCode } from "../../shared/order";
import { type AcmeCertificates, acmeDefaults, acmeDirectory, type Dns01 } from "./args";
import { acmeMount, authorityMount, credentialsDirectory, stateMount } from "./layout";
import { renderOrder } from "./order";
import { renderIssuer, revisionOfIssuer } from "./script";

/** What an issuer needs, checked before. */
export interface IssuerArgs {
  readonly network: EnvironmentNetwork;
  readonly source: AcmeCertificates;
  /** Names that get a certificate each. */
  readonly domains: readonly string[];
  /** What has to be in place before the server asks: with HTTP-01, the farm's way for challenges. */
  readonly after: readonly pulumi.Resource[];
}

/** An issuer at work. */
export interface Issuer {
  /** By which the farm finds it on the environment's network. */
  readonly containerName: pulumi.Output<string>;
  /** Exists once each name has a certificate, or has been tried. */
  readonly issued: pulumi.Resource;
}

/** Makes the container that obtains and renews certificates by ACME, in a directory of the host. */
export function makeIssuer(name: string, args: IssuerArgs, parent: pulumi.Resource): Issuer {
  const { network, domains, source } = args;
  const revision = revisionOfIssuer(domains, toldOf(source));
  const onHost = { parent, provider: network.host.provider };
  const state = new docker.Volume(`${name}-state`, { labels: network.labels("issuer") }, onHost);
  const container = makeContainer(`${name}-lego`, args, revision, state, onHost);
  const issued = hostCommand(
    `${name}-issued`,
    network.host,
    {
      run: container.name.apply((made) => ({
        title: `await the certificates of ${name}`,
        script: `${shellInside(made)} || { ${lastLines(made)}; exit 1; }`,
      })),
      stdin: pulumi
        .output(credentialsOf(source))
        .apply((credentials) => renderOrder({ domains, revision, credentials })),
    },
    { parent, dependsOn: [...args.after] },
  );
  return { containerName: container.name, issued };
}

function makeContainer(
  name: string,
  { network, source, domains }: IssuerArgs,
  revision: string,
  state: docker.Volume,
  onHost: pulumi.CustomResourceOptions,
) {
  const { authorityFile } = source;
  return new docker.Container(
    name,
    {
      ...hardened({ memory: "96MiB", cpus: 1, processes: 128 }),
      image: source.image ?? defaultImages.lego,
      entrypoints: ["sh", "-c", renderIssuer({ ...toldOf(source), domains, revision })],
      // Files of the host that root alone may read; every capability of that root is dropped.
      user: "0:0",
      envs: environmentOf(source),
      readOnly: true,
      tmpfs: { "/tmp": "size=8m" },
      volumes: [
        { hostPath: acmeDirectory(source, network.environment), containerPath: acmeMount },
        { volumeName: state.name, containerPath: stateMount },
        ...(authorityFile
          ? [{ hostPath: authorityFile, containerPath: authorityMount, readOnly: true }]
          : []),
      ],
      networksAdvanced: [{ name: network.networkName }],
      labels: network.labels("issuer"),
      healthcheck: {
        // The mark is set before each name, whose try may take an hour.
        tests: ["CMD-SHELL", 'test -n "$(find /tmp/alive -mmin -90)"'],
        interval: "60s",
        timeout: "5s",
        retries: 3,
      },
      destroyGraceSeconds: 10,
    },
    // Two of them would ask the server twice for the same names.
    { ...onHost, deleteBeforeReplace: true, replaceOnChanges: silentlyIgnored },
  );
}

/** The settings that the script is made of. */
const toldOf = (source: AcmeCertificates) => ({
  server: source.server ?? acmeDefaults.server,
  email: source.email,
  challenge: withoutCredentials(source.challenge),
  renewDays: source.renewDays,
  checkSeconds: source.checkSeconds ?? acmeDefaults.checkSeconds,
  retrySeconds: source.retrySeconds ?? acmeDefaults.retrySeconds,
});

function withoutCredentials(challenge: AcmeCertificates["challenge"]) {
  if (challenge.kind === "http-01") return challenge;
  const { credentials: _, ...rest } = challenge;
  return rest;
}

const sorted = <T>(named: Readonly<Record<string, T>> = {}): [string, T][] =>
  Object.entries(named).sort(([a], [b]) => byCode(a, b));

const dns = ({ challenge }: AcmeCertificates): Partial<Dns01> =>
  challenge.kind === "dns-01" ? challenge : {};

const credentialsOf = (source: AcmeCertificates) => Object.fromEntries(sorted(dns(source).credentials));

const environmentOf = (source: AcmeCertificates): string[] => [
  ...(source.authorityFile ? [`LEGO_CA_CERTIFICATES=${authorityMount}`] : []),
  ...sorted(dns(source).settings).map(([name, value]) => `${name}=${value}`),
  ...sorted(dns(source).credentials).map(([name]) => `${name}_FILE=${credentialsDirectory}/${name}`),
];
