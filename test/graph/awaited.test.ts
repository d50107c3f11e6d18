import { expect, test } from "vitest";
import { graphOf, named } from "./graph";
import type { Job, Recording } from "./recording";

/** As the mocks make it: with the type of the stack, which the engine leaves out. */
const farm = "urn:pulumi:prod::homeport::pulumi:pulumi:Stack$homeport:index:HaproxyFarm::farm";
const served = (service: string, domains: string[], more: object = {}) => ({
  service,
  domains,
  routers: { router: "router-traefik" },
  clientChecked: false,
  ...more,
});
const blog = served("blog", ["blog.example.org", "www.example.org"]);
const notes = served("notes", ["notes.example.org"]);
const consoles = served("consoles", ["consoles.example.org"], { pathPrefix: "/whoami" });

/** The graph of the home in a stack whose farm said this of itself. */
const homeAfter = (outputs: Record<string, unknown>): Promise<Recording> =>
  graphOf({ state: { [farm]: { type: "homeport:index:HaproxyFarm", outputs } } });

/** The routes that are there before the farm changes over. */
const routesBefore = (recording: Recording): string[] =>
  named(recording, "command:local:Command farm-config")
    .dependsOn.map((one) => /Command (\w+)-route$/.exec(one)?.[1])
    .filter((service) => service !== undefined);

test.each<[string, NonNullable<Job["state"]> | undefined, string[]]>([
  ["in a trial, which remembers nothing, all", undefined, ["blog", "consoles", "notes"]],
  ["in a new stack, none", {}, []],
])("of the services, the farm waits for those that matter: %s", async (_, state, routes) => {
  expect(routesBefore(await graphOf({ state }))).toEqual(routes);
});

test("in a stack of an earlier version, for all", async () => {
  expect(routesBefore(await homeAfter({}))).toEqual(["blog", "consoles", "notes"]);
});

test("in a stack that goes on, for none; a new one among them neither", async () => {
  expect(routesBefore(await homeAfter({ served: [blog, notes] }))).toEqual([]);
});

test("for one that was on another router, for one that had other paths, and for no other", async () => {
  const moved = { ...blog, routers: { cellar: "cellar-traefik" } };
  const before = { served: [moved, notes, { ...consoles, pathPrefix: "/console" }] };
  expect(routesBefore(await homeAfter(before))).toEqual(["blog", "consoles"]);
});

test("and always for its routers and its certificates", async () => {
  const { dependsOn } = named(await homeAfter({ served: [] }), "command:local:Command farm-config");
  expect(dependsOn).toContain("command:local:Command router-ready");
  expect(dependsOn).toContain("command:local:Command farm-certificates");
});

test("what is served is told by the farm, for the next time", async () => {
  const recording = await graphOf();
  const told = recording.resources.find(({ type }) => type === "homeport:index:HaproxyFarm");
  expect(told?.outputs).toMatchObject({ served: [blog, notes, consoles] });
  expect(routesBefore(await homeAfter(told?.outputs as Record<string, unknown>))).toEqual([]);
});
