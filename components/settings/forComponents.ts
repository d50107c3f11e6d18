import type { CertificateSource } from "../front/certificates/source";
import type { HaproxyFarmArgs } from "../front/farm/args";
import type { DockerHostArgs } from "../hosts/dockerHost/args";
import type { DockerHost } from "../hosts/dockerHost/component";
import type { MonitorArgs } from "../monitor/args";
import type { MonitorPageArgs } from "../monitor/page/args";
import { appsHostArgs, farmHostArgs, loginsOf, type SecretOf } from "./hostArgs";
import type { AppsHost } from "./hosts";
import { type Place, placeOf } from "./places";
import type { Resolved, Sibling } from "./resolved";
import { agreedWith } from "./setUps";

/** The farm's host, and where the environment is there. */
export interface FarmHostSettings extends Place {
  readonly host: DockerHostArgs;
}

/** The applications' host, and where the environment is there. */
export interface AppsHostSettings extends Place {
  /** The host beside the farm's, which may have to run it. */
  readonly hostBeside: (farmHost: DockerHost) => DockerHostArgs;
}

/** What the program needs to know, in the form in which its components take it. */
export interface Settings {
  readonly hosts: {
    readonly infra: FarmHostSettings;
    /** @default the applications run on `infra` */
    readonly apps?: AppsHostSettings;
  };
  /** All that a farm does not get from the program. */
  readonly farm: Omit<HaproxyFarmArgs, "network" | "services" | "image">;
  /** All that a monitor and its page do not get from the program. @default nothing watches the environment */
  readonly monitor?: {
    readonly page: Omit<MonitorPageArgs, "router">;
    readonly images: Pick<MonitorArgs, "image" | "alertmanagerImage" | "probesImage" | "agentImage">;
  };
  readonly images: Resolved["images"];
  /** What the environment's ports are above the project's: for those that the program names itself. */
  readonly portOffsets: Resolved["portOffsets"];
}

/**
 * Arranges a stack's settings by the components that take them.
 * @param siblings the project's other stacks, with which they have been compared
 */
export function forComponents(
  settings: Resolved,
  secretOf: SecretOf,
  siblings: readonly Sibling[] = [],
): Settings {
  const { ports, network, hosts, certificates, tls, images } = settings;
  const { http3, rateLimit, hardStopSeconds, perAddress, behind } = settings;
  const { subnet, subnet6, bindAddress, privateAddress, publicPorts, keepVolumes } = network;
  const { router, ...farmPorts } = ports;
  // Who names none has the same arguments as before.
  const registries = loginsOf(settings, secretOf);
  const logins = Object.keys(registries).length > 0 ? { registries } : {};
  return {
    hosts: {
      infra: {
        host: { ...farmHostArgs(hosts.infra, secretOf), ...agreedWith(hosts.infra, siblings), ...logins },
        subnet,
        subnet6,
        keepVolumes,
        routerPort: { address: privateAddress, port: router },
      },
      apps: hosts.apps && appsSettings(hosts.apps, settings, secretOf, siblings, logins),
    },
    farm: {
      ports: farmPorts,
      publicPorts,
      bindAddress,
      statsAddress: privateAddress,
      certificates: withCredentials(certificates, secretOf),
      keeperImage: images.keeper,
      legoImage: images.lego,
      ...tls,
      http3,
      rateLimit,
      hardStopSeconds,
      perAddress,
      behind,
    },
    monitor: settings.monitor && {
      page: { ...settings.monitor, image: images.agent },
      images: {
        image: images.prometheus,
        alertmanagerImage: images.alertmanager,
        probesImage: images.probes,
        agentImage: images.agent,
      },
    },
    images,
    portOffsets: settings.portOffsets,
  };
}

const appsSettings = (
  apps: AppsHost,
  settings: Resolved,
  secretOf: SecretOf,
  siblings: readonly Sibling[],
  logins: Pick<DockerHostArgs, "registries">,
): AppsHostSettings => ({
  ...placeOf(apps, settings),
  hostBeside: (farmHost) => ({
    ...appsHostArgs(apps, secretOf, farmHost),
    ...agreedWith(apps, siblings),
    ...logins,
  }),
});

/** Settings name the secrets of a DNS provider; whoever uses them needs their values. */
function withCredentials(certificates: Resolved["certificates"], secretOf: SecretOf): CertificateSource {
  if (certificates.source !== "acme") return certificates;
  const { challenge, ...rest } = certificates;
  if (challenge.kind === "http-01") return { ...rest, challenge };
  const credentials = Object.fromEntries(challenge.credentials.map((name) => [name, secretOf(name)]));
  return { ...rest, challenge: { ...challenge, credentials } };
}
