import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { Application } from "../../../components/applications/component";
import { HaproxyFarm } from "../../../components/front/farm/component";
import type { DockerHostArgs } from "../../../components/hosts/dockerHost/args";
import { DockerHost } from "../../../components/hosts/dockerHost/component";
import { EnvironmentNetwork } from "../../../components/network/environmentNetwork";
import { TraefikRouter } from "../../../components/router/component";
import { DomainService } from "../../../components/services/component";
import { shown } from "../../../components/shared/expecting";
import { madeUp } from "../madeUp";
import { refusalsOf } from "../refusals";

// biome-ignore lint/suspicious/noExplicitAny: what a program without types may give.
type Anything = any;

const network = madeUp("EnvironmentNetwork", { addresses: {} });
const components: [string, (args: Anything) => unknown, string[]][] = [
  ["DockerHost", (args: DockerHostArgs) => new DockerHost("one", args), ["kind"]],
  ["EnvironmentNetwork", (args) => new EnvironmentNetwork("one", args), ["host", "subnet"]],
  ["TraefikRouter", (args) => new TraefikRouter("one", args), ["network"]],
  ["DomainService", (args) => new DomainService("one", args), ["router", "domains", "port", "image"]],
  ["Application", (args) => new Application("one", args), ["router", "containers"]],
  ["HaproxyFarm", (args) => new HaproxyFarm("one", args), ["network", "services", "ports", "bindAddress"]],
];

describe.each(components)("a %s", (_, make, needed) => {
  test.each([
    ["nothing", undefined],
    ["null", null],
    ["a text", "?"],
    ["a list", []],
    ["what comes late", pulumi.output({})],
    ["another component", madeUp("Home")],
  ])("from %s is refused in one plain line, and not by a fault of the program", (_, args) => {
    const told = linesOf("one", () => make(args));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatch(/; example: /);
  });

  test("without any argument is told all that it needs", () => {
    const told = refusalsOf("one", () => make({}));
    expect(told.map((line) => line.split(":")[0])).toEqual(needed);
    for (const line of told) expect(line).toMatch(/: it is missing, and has to be .+; example: /);
  });
});

/** With the arguments as a whole as what is wrong, there is no path behind the component's name. */
function linesOf(component: string, make: () => unknown): string[] {
  try {
    make();
    return [];
  } catch (error) {
    if (!pulumi.RunError.isInstance(error)) throw error;
    return error.message.split("\n").map((line) => {
      expect(line.startsWith(component)).toBe(true);
      return line;
    });
  }
}

test.each<[Anything, string]>([
  [{ router: "router" }, 'router: "router" is not a TraefikRouter, or a list of them; example: '],
  [{ router: [network] }, "router: "],
  [{ domains: "blog.example.org" }, 'domains: "blog.example.org" is not a list of domain names; example: ["'],
  [{ command: "node x" }, 'command: "node x" is not a list of texts, one for each word; example: ["node"'],
  [{ environment: { TOKEN: 123456 } }, "environment.TOKEN: what is given is not a text; example: "],
  [{ environment: ["TOKEN=hidden"] }, "environment: what is given is not a group of texts; example: "],
  [
    { replicas: "2" },
    'replicas: "2" is not a whole number, at least 1 and at most 50 but a text: write it without quotes; example: 2',
  ],
  [{ readOnly: "yes" }, 'readOnly: "yes" is not true or false; example: true'],
  [{ user: 1000 }, 'user: 1000 is not a user, or a user and a group; example: "1000:1000"'],
  [{ volumes: [{ name: "data", pth: "/x" }] }, "volumes.0.path: it is missing"],
])("of a service, %j is refused in plain words", (wrong, said) => {
  const router = madeUp("TraefikRouter", { routerName: "attic", network: {} });
  const args = { router, domains: ["a.org"], image: "nginx:1", port: 80, ...wrong };
  const told = refusalsOf("one", () => new DomainService("one", args as Anything));
  expect(told[0]?.startsWith(said), told[0]).toBe(true);
  expect(JSON.stringify(told)).not.toMatch(/hidden|123456/);
});

test("values without a form in JSON have one in words", () => {
  expect(
    [undefined, 10n, Number.NaN, () => 1, new Map(), "x".repeat(200), { a: [() => 1] }].map(shown),
  ).toEqual(["nothing", "10", "NaN", "a function", "a Map", `"${"x".repeat(119)}…`, '{"a":["a function"]}']);
});
