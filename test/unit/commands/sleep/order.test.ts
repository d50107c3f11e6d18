import { expect, test } from "vitest";
import type { DeclaredContainer, Role } from "../../../../commands/shared/declared/facts";
import { startOrder } from "../../../../commands/sleep/order";

const urn = (name: string) => `urn:pulumi:prod::attic::docker:index/container:Container::${name}`;
const container = (name: string, role: Role): DeclaredContainer => ({
  id: name,
  name,
  resource: name,
  host: "infra",
  image: "site:1",
  unit: name,
  role,
  mayEnd: true,
});
const resource = (name: string, ...dependencies: string[]) => ({
  urn: urn(name),
  type: "docker:index/container:Container",
  id: name,
  dependencies: dependencies.map((one) => (one.startsWith("command") ? one : urn(one))),
});

test("routers start first, services behind those that they wait for by whatever commands, then the farm and ports, what makes backups, and what would tell people", () => {
  const containers = [
    container("backups", "backups"),
    container("sweeper", "sweeper"),
    container("agent", "monitor"),
    container("farm", "farm"),
    container("ssh", "port"),
    container("app", "service"),
    container("blog", "service"),
    container("cron", "service"),
    container("db", "service"),
    container("migrate", "job"),
    container("router", "router"),
  ];
  const command = (name: string, ...dependencies: string[]) => ({
    ...resource(name, ...dependencies),
    urn: name,
    type: "command:local:Command",
    id: "",
    parent: name.replace("command-", ""),
  });
  const resources = [
    ...["router", "farm", "backups", "sweeper", "blog", "db", "app", "cron", "migrate"].map((name) => ({
      ...resource(name),
      parent: name,
    })),
    command("command-db", "db"),
    command("command-migrate", "migrate", "command-db"),
    command("command-app", "app", "command-migrate"),
    command("command-cron", "cron", "command-app"),
  ];
  expect(startOrder(containers, { resources }).map((wave) => wave.map(({ name }) => name))).toEqual([
    ["router"],
    ["blog", "db"],
    ["app"],
    ["cron"],
    ["farm", "ssh"],
    ["backups", "sweeper"],
    ["agent"],
  ]);
});
