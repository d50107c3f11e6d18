import * as pulumi from "@pulumi/pulumi";
import type { DockerHost } from "../hosts/dockerHost/component";
import { listenedAt } from "../shared/address";
import { fromKnown } from "../survey/known";
import type { EngineContainer } from "../survey/objects";
import { perProgram } from "../survey/perProgram";
import { type Claim, judgePorts, twiceClaimed } from "../survey/published";
import { refused } from "../survey/refused";
import { engineTypes, namesOf } from "../survey/remembered";
import type { EnvironmentNetwork } from "./environmentNetwork";

/** A port of the container and where it is published. */
export interface Published {
  /** The setting that says so, as an error names it. */
  readonly path: string;
  /** The setting that says the address. */
  readonly addressPath: string;
  readonly internal: number;
  readonly external: number;
  readonly address: string;
  /** @default TCP */
  readonly protocol?: "udp";
}

/** What the program has given on each host. */
const claimed = perProgram(() => new Map<DockerHost, readonly Claim[]>());

/** The published ports, once it is known that the host can give them. */
export function publishedPorts(
  name: string,
  network: EnvironmentNetwork,
  published: readonly Published[],
  parent: pulumi.Resource,
) {
  const { host, environment, addresses } = network;
  const listened = published.flatMap((one) =>
    listenedAt(one.address).map((address) => ({ ...one, address })),
  );
  const claims = listened.map(({ external: port, ...claim }) => ({ ...claim, port }));
  const earlier = claimed().get(host) ?? [];
  claimed().set(host, [...earlier, ...claims]);
  const twice = twiceClaimed(host.hostName, claims, earlier);
  const place = { name, type: engineTypes.container, parent };
  return fromKnown(host.survey, place, async ({ state, survey }) => {
    const known = namesOf(state, place.type);
    const isOwn = ({ name: other, labels }: EngineContainer) =>
      known.has(other) ||
      (labels["homeport.project"] === pulumi.getProject() && labels["homeport.environment"] === environment);
    const { problems, warnings } = survey
      ? judgePorts(host.hostName, claims, survey, addresses.gateway, isOwn)
      : { problems: [], warnings: [] };
    if (problems.length + twice.length > 0) return refused([...new Set([...twice, ...problems])].join("\n"));
    for (const warning of new Set(warnings)) await pulumi.log.warn(warning, parent);
    return listened.map(({ internal, external, address: ip, protocol = "tcp" }) => ({
      internal,
      external,
      ip,
      protocol,
    }));
  });
}
