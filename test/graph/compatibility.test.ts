import { existsSync, readdirSync, readFileSync } from "node:fs";
import * as path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type Break, breaks } from "../compatibility/compare";
import { type Intended, intended, isForeseen } from "../compatibility/intended";
import { recorded } from "../compatibility/recorded";
import type { State } from "../compatibility/state";
import { graphOf, root } from "./graph";
import type { Recording, Resource } from "./recording";

const folder = path.join(root, "test/compatibility");
const versions = readdirSync(folder).filter((name) => existsSync(path.join(folder, name, "prod.json")));
const stateOf = (version: string, name: string): State =>
  JSON.parse(readFileSync(path.join(folder, version, `${name}.json`), "utf8"));

test("there is a state of the first release", () => expect(versions).toContain("0.1.0"));

/** What an update would delete or replace, by version and program. */
let found: { version: string; name: string; breaks: Break[] }[];
let prod: Recording;
beforeAll(async () => {
  const runs = versions.flatMap((version) =>
    Object.entries(recorded(version)).map(async ([name, run]) => {
      const now = await run();
      if (name === "prod") prod = now;
      return { version, name, breaks: breaks(stateOf(version, name), now) };
    }),
  );
  found = await Promise.all(runs);
});

test("an update deletes and replaces nothing but what the list tells: every type and name is an interface", () => {
  const unforeseen = found.map(({ version, breaks: all, name }) => ({
    update: `${name} from ${version}`,
    breaks: all.filter((one) => !isForeseen(intended, version, one)),
  }));
  expect(unforeseen.filter(({ breaks: all }) => all.length > 0)).toEqual([]);
});

test("each line of the list is still of use", () => {
  const isOfUse = (line: Intended) =>
    found.some(({ version, breaks: all }) => all.some((one) => isForeseen([line], version, one)));
  expect(intended.filter((line) => !isOfUse(line))).toEqual([]);
});

test.each(["privateKey:PrivateKey", "selfSignedCert:SelfSignedCert"])(
  "the authority that people trust is none of what may go: %s",
  (type) => {
    const place = `homeport:index:HaproxyFarm$tls:index/${type}::farm-authority`;
    expect(Object.keys(stateOf("0.1.0", "prod"))).toContain(place);
    expect(isForeseen(intended, "0.1.0", { place })).toBe(false);
  },
);

describe("the comparison would see", () => {
  const earlier = stateOf("0.1.0", "prod");
  const blog = "homeport:index:DomainService$docker:index/container:Container::blog-0";
  const changed = (
    name: string,
    change: Partial<Resource>,
    inputs: Record<string, unknown> = {},
  ): Recording => ({
    ...prod,
    resources: prod.resources.map((one) =>
      one.name === name ? { ...one, ...change, inputs: { ...one.inputs, ...inputs } } : one,
    ),
  });
  const unlike = (recording: Recording) =>
    breaks(earlier, recording).filter((one) => !isForeseen(intended, "0.1.0", one));

  test("another name", () =>
    expect(unlike(changed("blog-0", { name: "blog-a" }))).toEqual([{ place: blog }]));
  test("another type", () =>
    expect(unlike(changed("network-bridge", { type: "docker:index/bridge:Bridge" }))).toHaveLength(1));
  test("another place in the tree", () =>
    expect(unlike(changed("blog-0", { parent: "pulumi:pulumi:Stack homeport-prod" }))).toEqual([
      { place: blog },
    ]));
  test("a renamed component, with all that is in it", () => {
    const renamed = changed("blog", { name: "journal" });
    const moved = renamed.resources.map((one) =>
      one.parent.endsWith("DomainService blog")
        ? {
            ...one,
            parent: "homeport:index:DomainService journal",
            name: one.name.replace("blog", "journal"),
          }
        : one,
    );
    expect(unlike({ ...renamed, resources: moved })).toHaveLength(4);
  });

  test("an input that replaces", () =>
    expect(unlike(changed("blog-0", {}, { image: "nginx:2" }))).toEqual([{ place: blog, input: "image" }]));
  test("an input that is not given any more", () =>
    expect(unlike(changed("blog-0", {}, { readOnly: undefined }))).toEqual([
      { place: blog, input: "readOnly" },
    ]));
  test("an input that was not given before", () =>
    expect(unlike(changed("farm-config", {}, { driver: "local" }))).toHaveLength(1));
  test("an input that the component has replaced for", () =>
    expect(unlike(changed("blog-0", {}, { tmpfs: { "/var": "" } }))).toEqual([
      { place: blog, input: "tmpfs" },
    ]));
  test("no input that is changed in place", () =>
    expect(unlike(changed("blog-0", {}, { memory: 512, restart: "always" }))).toEqual([]));
});

test("what an alias remembers is found: a name, a type, a place, and what is in a renamed component", async () => {
  const id = "random:index/randomId:RandomId";
  const earlier = [
    "homeport:index:Board::board",
    `homeport:index:Board$${id}::board-id`,
    `${id}::moved`,
    `${id}::named`,
  ];
  const state = Object.fromEntries(
    [...earlier, `${id}::forgotten`].map((place) => [place, { byteLength: 4 }]),
  );
  expect(breaks(state, await graphOf({ program: "renamed" }))).toEqual([{ place: `${id}::forgotten` }]);
});
