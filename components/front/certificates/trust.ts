import type * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { hostCommand } from "../../hosts/dockerHost/hostCommand";
import type { EnvironmentNetwork } from "../../network/environmentNetwork";
import { derivedVolume } from "../../services/derivedVolume";
import { hasRefused, refusal } from "../../shared/refuse";
import { commandLine } from "../../shared/shell";
import type { Titled } from "../../shared/titled";
import { perProgram } from "../../survey/perProgram";

/** Where containers that trust the environment's authority find it. */
export const trustDirectory = "/etc/homeport/trust";

const bundle = `${trustDirectory}/bundle.pem`;

/**
 * By which programs find whom to trust. Each of them forgets its own roots for what is named here: the bundle has the
 * public ones too. Java and PHP's curl are told in ways of their own.
 */
export const trustVariables: Readonly<Record<string, string>> = {
  CURL_CA_BUNDLE: bundle,
  GIT_SSL_CAINFO: bundle,
  NODE_EXTRA_CA_CERTS: bundle,
  REQUESTS_CA_BUNDLE: bundle,
  SSL_CERT_FILE: bundle,
};

/** A volume of a network with the certificates that its containers are to trust. */
export interface TrustVolume {
  readonly volume: docker.Volume;
  /** Exists once the certificates are there: a program reads them once, when it starts. */
  readonly filled: Promise<pulumi.Resource>;
  readonly fill: (by: pulumi.Resource) => void;
}

const volumes = perProgram(() => new Map<EnvironmentNetwork, TrustVolume>());

/** The volume of a network, made for the first service that asks for it. */
export function trustOn(network: EnvironmentNetwork, service: string): TrustVolume {
  const there = volumes().get(network);
  if (there) return there;
  let fill: TrustVolume["fill"] = () => {};
  const filled = new Promise<pulumi.Resource>((resolve, reject) => {
    // A program that makes no farm would wait for ever.
    const give = () => hasRefused() || reject(refusal(unserved(service)));
    process.once("beforeExit", give);
    fill = (by) => {
      process.removeListener("beforeExit", give);
      resolve(by);
    };
  });
  const made = {
    volume: derivedVolume(`${network.resourceName}-trust`, network, "trust", network),
    filled,
    fill,
  };
  volumes().set(network, made);
  return made;
}

const unserved = (service: string): string =>
  `${service}.trustAuthority: no farm of this program serves it, and a farm's authority is what it is to trust; give it to a farm, or leave trustAuthority out`;

/** Writes a farm's authority for all containers that are to trust it. */
export function fillTrust(
  farm: string,
  networks: readonly EnvironmentNetwork[],
  image: string,
  root: pulumi.Output<string> | undefined,
  parent: pulumi.Resource,
): void {
  for (const network of networks) {
    const trust = volumes().get(network);
    if (!trust) continue;
    const labels = pulumi.output(network.labels("trust"));
    trust.fill(
      hostCommand(
        `${farm}-${network.resourceName}-trust`,
        network.host,
        {
          run: pulumi
            .all([trust.volume.name, labels, root ?? ""])
            .apply(([volume, all, authority]) =>
              fillCommand(farm, { volume, image, authority, labels: all }),
            ),
          stdin: "",
        },
        { parent },
      ),
    );
  }
}

interface Filling {
  readonly volume: string;
  /** A shell, and the public authorities, where HAProxy's official image has them. */
  readonly image: string;
  /** Empty where certificates come from public authorities. */
  readonly authority: string;
  readonly labels: readonly { readonly label: string; readonly value: string }[];
}

const roots = "/etc/ssl/certs/ca-certificates.crt";

const fillCommand = (farm: string, { volume, image, authority, labels }: Filling): Titled => ({
  title: `write the authority of ${farm}`,
  script: commandLine(
    ...["docker", "run", "--rm", "--network", "none", "--read-only", "--user", "0:0"],
    ...["--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--memory", "64m"],
    ...labels.flatMap(({ label, value }) => ["--label", `${label}=${value}`]),
    ...["--volume", `${volume}:${trustDirectory}`, "--entrypoint", "sh", image, "-c"],
    renderTrust(image),
    "sh",
    authority,
  ),
});

/** Renders the script that writes both files: the authority alone, and all that are to be trusted. */
export const renderTrust = (image: string): string => `set -eu
[ -s ${roots} ] || { echo "the image ${image} has no public authorities in ${roots}, as HAProxy's official one has; services with trustAuthority would trust no other" >&2; exit 1; }
cd ${trustDirectory}
put() { cat > "$1.new"; chmod 644 "$1.new"; sync "$1.new"; mv "$1.new" "$1"; }
printf '%s' "$1" | put authority.pem
{ cat ${roots}; printf '\\n%s' "$1"; } | put bundle.pem`;
