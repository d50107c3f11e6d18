import { expect, test } from "vitest";
import { declaredIn } from "../../../../commands/shared/declared/read";
import type { Resource } from "../../../../commands/shared/state";

const urn = (type: string, name: string) => `urn:pulumi:prod::attic::${type}::${name}`;
const application = "homeport:index:Application";
const member = "homeport:index:ApplicationContainer";
const port = "homeport:index:PortService";
const engine = `${urn("homeport:index:DockerHost$pulumi:providers:docker", "infra-engine")}::0`;

const made = (parents: string, type: string, name: string, labels: Record<string, string>): Resource => ({
  urn: urn(`${parents}$${type}`, name),
  type,
  id: name,
  provider: engine,
  inputs: { image: "cloud:1" },
  outputs: { name, labels: Object.entries(labels).map(([label, value]) => ({ label, value })) },
});

const container = "docker:index/container:Container";
const resources: Resource[] = [
  { urn: urn(application, "cloud"), type: application, outputs: { backups: { db: "dump" } } },
  {
    urn: urn(`${application}$${member}`, "cloud-app"),
    type: member,
    parent: urn(application, "cloud"),
    outputs: { container: "app", domains: ["cloud.example.org"] },
  },
  made(`${application}$${member}`, container, "cloud-app-0", { "homeport.component": "cloud/app" }),
  made(application, container, "cloud-migrate", {
    "homeport.component": "cloud/migrate",
    "homeport.job": "migrate",
  }),
  made(application, "docker:index/volume:Volume", "cloud-volume-db", {
    "homeport.component": "cloud",
    "homeport.volume": "db",
  }),
];

test("an application's containers are called by both names, its jobs are known as such, and its volumes are its own", () => {
  const declared = declaredIn({ resources });
  expect(declared.containers.map(({ unit, role }) => [unit, role])).toEqual([
    ["cloud/app", "service"],
    ["cloud/migrate", "job"],
  ]);
  expect(declared.serves).toEqual({ "cloud/app": ["cloud.example.org"] });
  expect(declared.volumes).toMatchObject([{ service: "cloud", volume: "db", backup: "dump" }]);
});

test("a port of a service is the one that its resource is called after, wherever its label says so", () => {
  const { containers, serves } = declaredIn({
    resources: [
      { urn: urn(port, "cloud-ssh"), type: port, outputs: { address: "tcp://0.0.0.0:2222" } },
      made(port, container, "cloud-ssh-haproxy", { "homeport.component": "port-cloud-ssh" }),
    ],
  });
  expect(containers).toMatchObject([{ unit: "cloud-ssh", role: "port" }]);
  expect(serves).toEqual({ "cloud-ssh": ["tcp://0.0.0.0:2222"] });
});
