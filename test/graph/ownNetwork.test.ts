import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { containersOf, graphOf, named, ofType, record, root } from "./graph";
import { issuedBy } from "./issued";
import type { Recording } from "./recording";

const project = join(root, "examples/own-network");
const ownNetwork = { project, file: join(project, "index.ts") };

/** The example of a program that brings its own network and container. */
describe("a network that the program has without Homeport", () => {
  let graph: Recording;
  beforeAll(async () => {
    graph = await graphOf(ownNetwork);
  });
  const config = () => String(named(graph, "command:local:Command farm-config").inputs.stdin);

  test("is the farm's, and no other is made", () => {
    expect(ofType(graph, "docker:index/network:Network").map(({ name }) => name)).toEqual(["shops"]);
    expect(named(graph, "farm-haproxy").inputs.networksAdvanced).toEqual([
      { name: "shops", ipv4Address: "172.30.94.254" },
    ]);
  });

  test("has no router, and what is served there has a certificate like any service", () => {
    expect(containersOf(graph).map(({ name }) => name)).toEqual([
      "shop",
      "farm-hairpin-1-haproxy",
      "farm-hairpin-2-haproxy",
      "farm-haproxy",
    ]);
    expect(issuedBy(graph, "farm")).toEqual({ shop: "DNS:shop.example.org" });
  });

  test("leads to the farm's names too, at addresses that the engine chooses: the last two alone are free", () => {
    for (const at of [1, 2]) {
      const { networksAdvanced, entrypoints } = named(graph, `farm-hairpin-${at}-haproxy`).inputs;
      expect(networksAdvanced).toEqual([{ name: "shops", ipv4Address: undefined }]);
      expect(String(entrypoints)).toContain("server farm 172.30.94.254:443\n");
      const { interpreter } = named(graph, `command:local:Command farm-hairpin-${at}-start`).inputs;
      expect(String(interpreter)).toContain("\nshop.example.org\n");
      expect(String(interpreter)).toContain("\nown=shops\nnetworks=shops\n");
      expect(String(interpreter)).toContain('"$own") at= ;;');
    }
    expect(config()).not.toContain("expect-proxy");
  });

  test("is where the farm finds the container, by its name", () => {
    expect(config()).toContain("server shop shop:8080 resolvers engine init-addr last,none check");
  });
});

test("a container that is on another network is told by name, or HAProxy would refuse its address", async () => {
  const { errors, resources } = await record({ file: join(root, "test/graph/fixtures/elsewhere.ts") });
  expect(errors[0]?.text).toContain(
    "farm.services: the container of shop is not on the farm's network shops.\n  Example: networksAdvanced",
  );
  expect(resources.map(({ type, name }) => `${type} ${name}`)).not.toContain(
    "command:local:Command farm-config",
  );
});
