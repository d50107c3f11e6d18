import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { hostCommand } from "../../dockerHost/hostCommand";
import type { EnvironmentNetwork } from "../../environmentNetwork";
import { hardened, silentlyIgnored } from "../../shared/hardening";
import { defaultImages } from "../../shared/image";
import { lastLines, shellInside } from "../../shared/inside";
import type { AcmeCertificates } from "../source";
import { acmeDirectory } from "./defaults";
import { acmeMount, authorityMount, stateMount } from "./layout";
import { renderOrder } from "./order";
import { type IssuerScript, renderIssuer } from "./script";
import { credentialsOf, environmentOf, issuerOf } from "./told";

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
  const issuer = issuerOf(source, domains);
  const onHost = { parent, provider: network.host.provider };
  const state = new docker.Volume(`${name}-state`, { labels: network.labels("issuer") }, onHost);
  const container = makeContainer(`${name}-lego`, args, issuer, state, onHost);
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
        .apply((credentials) => renderOrder({ domains, revision: issuer.revision, credentials })),
    },
    { parent, dependsOn: [...args.after] },
  );
  return { containerName: container.name, issued };
}

function makeContainer(
  name: string,
  { network, source }: IssuerArgs,
  issuer: IssuerScript,
  state: docker.Volume,
  onHost: pulumi.CustomResourceOptions,
) {
  const { authorityFile } = source;
  return new docker.Container(
    name,
    {
      ...hardened({ memory: "96MiB", cpus: 1, processes: 128 }),
      image: source.image ?? defaultImages.lego,
      entrypoints: ["sh", "-c", renderIssuer(issuer)],
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
