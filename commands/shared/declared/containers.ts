import { engineLabel } from "../../../components/databases/version";
import { readUrn } from "../../../components/shared/urn";
import { nameOf, providerOf, type Resource } from "../state";
import { types } from "../types";
import type { DeclaredContainer, Role } from "./facts";

export function containerOf(one: Resource): DeclaredContainer {
  const { urn, id = "", inputs, outputs } = one;
  const resource = nameOf(urn);
  const { [engineLabel]: engine } = labelsOf(one);
  return {
    id,
    name: String(outputs?.name),
    resource,
    host: hostName(providerOf(one)),
    image: String(inputs?.image),
    mayEnd: outputs?.mustRun === false,
    ...(engine === undefined ? {} : { engine }),
    ...unitOf(resource, urn, labelsOf(one)),
  };
}

const proxies: readonly Role[] = [
  ...(["farm", "router", "gate", "hairpin", "keeper", "issuer", "door"] as const),
  ...(["backups", "dumper", "pinger", "sweeper"] as const),
  "monitor",
  "port",
];

/** A service has its name in the label; of a proxy, the label says what it is, and its resource whose. */
function unitOf(
  resource: string,
  urn: string,
  { "homeport.component": component = "", "homeport.job": job }: Labels,
): Pick<DeclaredContainer, "unit" | "role"> {
  if (job !== undefined) return { unit: component, role: "job" };
  const parents = readUrn(urn).types.slice(0, -1);
  if ([types.service, types.member, types.database].some((type) => parents.includes(type)))
    return { unit: component, role: "service" };
  // Each port of a service, and each part of a monitor, has a label of its own: none takes the place of another.
  const kind = component.replace(/^(port|monitor)-.*/, "$1").replace(/-\d+$/, "");
  const role = proxies.find((one) => one === kind);
  if (!role) return { unit: resource, role: "other" };
  if (role === "monitor")
    return { unit: resource.replace(/-(agent|probes|alertmanager|prometheus)(-.+)?$/, ""), role };
  return { unit: resource.replace(/-(haproxy|traefik|restic)$/, ""), role };
}

export const hostName = (urn: string): string => nameOf(urn).replace(/-engine$/, "");

export type Labels = Readonly<Record<string, string>>;

export function labelsOf({ outputs }: Resource): Labels {
  const labels = (outputs?.labels ?? []) as readonly { label: string; value: string }[];
  return Object.fromEntries(labels.map(({ label, value }) => [label, value]));
}
