import { expect, test } from "vitest";
import { parse } from "yaml";
import { firstFiles, noSettings } from "../../../components/settings/firstFile";

const placesOf = (files: ReadonlyMap<string, string>) =>
  [...files.values()].map((text) => {
    const { "attic:network": network, "attic:portOffsets": offsets } = parse(text).config;
    return [network.subnet, offsets];
  });
const [first, second, third] = [0, 1, 2].map((at) => [
  `172.30.${70 + at}.0/24`,
  { farm: at * 101, router: at * 11 },
]);
const sibling = (subnet: string, farm: number) => ({
  stack: "prod",
  values: { network: { subnet }, portOffsets: { farm, router: farm } },
});

test("stacks without settings are told places of their own, beside those that others have", () => {
  expect(placesOf(firstFiles("attic", ["prod", "staging"], [], {}))).toEqual([first, second]);
  expect(placesOf(firstFiles("attic", ["staging"], [sibling("172.30.70.0/24", 0)], {}))).toEqual([second]);
  // The ports of the one and the network of the other.
  expect(placesOf(firstFiles("attic", ["staging"], [sibling("172.30.71.0/24", 0)], {}))).toEqual([third]);
});

test("another setting that is wrong changes nothing of that", () => {
  const apps = { kind: "ssh", address: "10.0.0.12", hostKey: "unknown" };
  const defaults = { hosts: { apps }, ports: { http: 80, https: 443, stats: 8404, router: 88 } };
  expect(placesOf(firstFiles("attic", ["staging"], [sibling("172.30.70.0/24", 0)], defaults))).toEqual([
    second,
  ]);
  expect(placesOf(firstFiles("attic", ["prod", "staging"], [], defaults))).toEqual([first, second]);
});

test("a stack is told the whole file, and that others are told something else once it is there", () => {
  expect(
    noSettings("attic", "staging", [sibling("172.30.70.0/24", 0)], {}),
  ).toBe(`This stack has no settings yet. Write into Pulumi.staging.yaml, below "config:" where that is there:

config:
  attic:portOffsets: { farm: 101, router: 11 }
  attic:network:
    subnet: 172.30.71.0/24
    bindAddress: 127.0.0.1

0.0.0.0 in place of 127.0.0.1 lets in visitors from outside this machine. Another stack is told other ports and
another network once this is written.`);
});

test("the first stack of all is told both places and which is for whom, or staging would take production's ports", () => {
  expect(
    noSettings("attic", "staging", [], {}),
  ).toBe(`This stack has no settings yet. Write into Pulumi.staging.yaml, below "config:" where that is there, one of these two.

Of the environment that visitors reach, which has the project's own ports:

config:
  attic:portOffsets: { farm: 0, router: 0 }
  attic:network:
    subnet: 172.30.70.0/24
    bindAddress: 127.0.0.1

Of one beside it, such as staging:

config:
  attic:portOffsets: { farm: 101, router: 11 }
  attic:network:
    subnet: 172.30.71.0/24
    bindAddress: 127.0.0.1

0.0.0.0 in place of 127.0.0.1 lets in visitors from outside this machine. Another stack is told other ports and
another network once this is written.`);
});
