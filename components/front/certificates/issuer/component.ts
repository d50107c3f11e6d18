import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { hostCommand } from "../../../hosts/dockerHost/hostCommand";
import { exchange, startedLater } from "../../../hosts/exchange/command";
import type { EnvironmentNetwork } from "../../../network/environmentNetwork";
import { derivedVolume } from "../../../services/derivedVolume";
import { hardened, silentlyIgnored, stillAlive } from "../../../shared/hardening";
import { tellOfClear } from "../../../shared/inClear";
import { insideOrTell } from "../../../shared/inside";
import { type MadeNeighbour, startedNeighbour } from "../../../shared/neighbour";
import type { AcmeCertificates } from "../source";
import { acmeDirectory } from "./defaults";
import { acmeMount, authorityMount, stateMount } from "./layout";
import { renderOrder } from "./order";
import { renderIssuer } from "./script";
import { credentialsOf, environmentOf, issuerOf } from "./told";

/** What an issuer needs, checked before. */
export interface IssuerArgs {
  readonly network: EnvironmentNetwork;
  /** lego 4.25 or later, with a shell as in the official image. */
  readonly image: string;
  readonly source: AcmeCertificates;
  /** Names that get a certificate each. */
  readonly domains: readonly string[];
}

/** An issuer, which begins when it is told to. */
export interface Issuer extends IssuerArgs {
  readonly name: string;
  readonly neighbour: MadeNeighbour;
}

/** How long it may take to end, in seconds. */
const graceSeconds = 10;

// It may wait for its turn, and for the farm: that it has not ended at once is all that can be asked.
const stays = "sleep 2";

/** Makes the container that obtains and renews certificates by ACME, in a directory of the host. */
export function makeIssuer(name: string, args: IssuerArgs, parent: pulumi.Resource): Issuer {
  const { challenge } = args.source;
  if (challenge.kind === "dns-01")
    tellOfClear(`${name}.certificates.challenge.credentials`, challenge.credentials ?? {});
  const state = derivedVolume(`${name}-state`, args.network, "issuer", parent);
  const { network } = args;
  const container = network.expect(makeContainer(`${name}-lego`, args, state, parent), `${name}-lego`);
  const started = exchange(
    `${name}-lego`,
    { network, container, component: "issuer", volumes: [state.name], graceSeconds, works: stays },
    { parent },
  );
  return { ...args, name, neighbour: startedNeighbour(container, started) };
}

/**
 * Hands an issuer its credentials and has every name tried.
 * @param after what has to be in place before the server asks: with HTTP-01, the farm's way for challenges
 * @param leadsTo an address and port that has to answer first
 * @returns the resource that exists once each name has a certificate, or has been tried
 */
export function awaitCertificates(
  { name, network, source, domains, neighbour }: Issuer,
  after: readonly pulumi.Resource[],
  parent: pulumi.Resource,
  leadsTo?: string,
): pulumi.Resource {
  const { revision } = issuerOf(source, domains);
  return hostCommand(
    `${name}-issued`,
    network.host,
    {
      run: neighbour.host.apply((container) => ({
        title: `await the certificates of ${name}`,
        script: insideOrTell(container),
      })),
      stdin: pulumi
        // Also where the program forgot to say so.
        .secret(credentialsOf(source))
        .apply((credentials) => renderOrder({ domains, revision, credentials, leadsTo })),
    },
    { parent, dependsOn: [...after] },
  );
}

function makeContainer(
  name: string,
  { network, image, source, domains }: IssuerArgs,
  state: docker.Volume,
  parent: pulumi.Resource,
) {
  const { authorityFile } = source;
  return new docker.Container(
    name,
    {
      ...startedLater,
      ...hardened(network.host.fit(name, { memory: "96MiB", cpus: 1 })),
      image: network.host.image(image),
      entrypoints: ["sh", "-c", renderIssuer(issuerOf(source, domains))],
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
      labels: network.labelsOf(name, parent, "issuer"),
      // A try for one name may take an hour.
      healthcheck: stillAlive(90),
      destroyGraceSeconds: graceSeconds,
    },
    // Two of them would ask the server twice for the same names: the start stops the one before.
    { parent, ...network.host.options, deleteBeforeReplace: false, replaceOnChanges: silentlyIgnored },
  );
}
