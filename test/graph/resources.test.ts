import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { expectGolden } from "../unit/golden";
import { certified, everything, graphOf } from "./graph";
import type { Recording } from "./recording";

/** Every resource on a line, below its parent: a person can read it, and a renamed one would be made anew. */
function listed({ resources }: Recording): string {
  const below = (parent: string, depth: number): string[] =>
    resources
      .filter((resource) => resource.parent === parent)
      .map(({ type, name }) => ({ line: `${"  ".repeat(depth)}${type} ${name}`, self: `${type} ${name}` }))
      .sort((a, b) => (a.line < b.line ? -1 : 1))
      .flatMap(({ line, self }) => [line, ...below(self, depth + 1)]);
  const lines = below("", 0);
  expect(lines, "every resource has its place").toHaveLength(resources.length);
  return `${lines.join("\n").replace(/^(pulumi:pulumi:Stack homeport)-\w+/, "$1-<stack>")}\n`;
}

const expectList = (name: string, recording: Recording) =>
  expectGolden(`${name}.txt`, listed(recording), join(__dirname, "golden"));

describe("the resources, by type, name and parent: another name is another container", () => {
  let prod: Recording;
  beforeAll(async () => {
    prod = await graphOf();
  });

  test("of the home in production", () => expectList("home", prod));

  test("of the home in staging, which are the same", async () => {
    const staging = await graphOf({ stack: "staging" });
    expectList("home", staging);
  });

  test("at a preview, where no name is known yet, which are the same: what is shown is what will be made", async () => {
    const preview = await graphOf({ preview: true });
    expect(listed(preview)).toBe(listed(prod));
    const route = preview.resources.find(({ name }) => name === "blog-route");
    expect(route?.inputs.stdin, "it needs the containers' names").not.toContain("blog-0");
  });

  test.each(["files", "http-01", "dns-01"] as const)(
    "of a home with certificates by %s, also at its preview",
    async (source) => {
      const made = await certified(source);
      expectList(`certificates-${source}`, made);
      expect(listed(await certified(source, { preview: true }))).toBe(listed(made));
    },
  );

  test("by HTTP-01, of a home without port 80: the same but for the issuer", async () => {
    expectList("certificates-http-01-reader", await certified("http-01", { stack: "staging" }));
  });

  test("of a program that uses every option", async () => expectList("everything", await everything()));
});

test("the same program declares the same on a machine of another language, or containers would be replaced", async () => {
  const inputsOn = async (language: string) => {
    const { resources } = await everything({ env: { LC_ALL: language, LANG: language } });
    return Object.fromEntries(resources.map(({ type, name, inputs }) => [`${type} ${name}`, inputs]));
  };
  // In Czech, "CH" comes after "D".
  expect(await inputsOn("cs_CZ.UTF-8")).toEqual(await inputsOn("en_US.UTF-8"));
});
