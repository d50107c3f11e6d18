import type { FakeNetwork } from "../../hosts/dockerHost/fakeDocker";

const own = { "homeport.project": "attic", "homeport.environment": "staging" };

/** Labels of an object of the environment, as the engine's lists have them. */
export const labels = (component: string, more: Readonly<Record<string, string>> = {}): string =>
  Object.entries({ ...own, "homeport.component": component, ...more })
    .map(([label, value]) => `${label}=${value}`)
    .join(",");

export const container = (
  name: string,
  state: string,
  status: string,
  network: string,
  mounts: string,
): string =>
  [name, state, status, network, "", mounts, labels(/^staging-(\w+)/.exec(name)?.[1] ?? "")].join("\t");

export const volume = (name: string, component: string, more?: Readonly<Record<string, string>>): string =>
  `${name}\t${labels(component, more)}`;

export const network = (Name: string): FakeNetwork => ({
  Name,
  Labels: { ...own, "homeport.component": "network" },
  IPAM: { Config: [{ Subnet: "172.30.71.0/24" }] },
});

type Entry = [
  kind: "container" | "network" | "pending",
  name: string,
  more?: { readonly delete?: boolean; readonly environment?: string },
];

const types = {
  container: "docker:index/container:Container",
  network: "docker:index/network:Network",
  pending: "docker:index/container:Container",
};
const provider = "urn:pulumi:staging::attic::homeport:index:DockerHost$pulumi:providers:docker::infra-engine";

/** What `pulumi stack export` prints of a stack on one host. */
export function exported(...entries: Entry[]): string {
  const resources = entries.map(([kind, name, { environment = "staging", ...more } = {}]) => ({
    urn: `urn:pulumi:staging::attic::${types[kind]}::${name}`,
    type: types[kind],
    provider: `${provider}::e24091e5`,
    outputs: { name, labels: [{ label: "homeport.environment", value: environment }] },
    ...more,
  }));
  const pending = resources.filter((_, at) => entries[at]?.[0] === "pending");
  const engine = {
    urn: provider,
    type: "pulumi:providers:docker",
    inputs: { host: "unix:///var/run/docker.sock" },
  };
  return JSON.stringify({
    deployment: {
      resources: [engine, ...resources.filter((one) => !pending.includes(one))],
      pending_operations: pending.map((resource) => ({ resource, type: "creating" })),
    },
  });
}
