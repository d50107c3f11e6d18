import { resolve } from "node:path";
import { expect, test } from "vitest";
import { claim, claimsOf, elsewhere } from "./claims";

const project = resolve(__dirname, "../..");
const trial = { project, stacks: ["prod", "staging"], config: {}, stackConfig: {} };

test("a trial takes the ports and the network of each stack", () => {
  const prod = ["port 7070", "port 7443", "port 8404", "port 88", "network 172.30.70.0/24"];
  const staging = ["port 7171", "port 7544", "port 8505", "port 99", "network 172.30.71.0/24"];
  expect(claimsOf(trial)).toEqual([...prod, ...staging]);
});

test("one that is started as the refusal says takes nothing of what it would take by itself", () => {
  const option = (name: string) => JSON.parse(new RegExp(`--${name} '([^']+)'`).exec(elsewhere)?.[1] ?? "");
  const stackConfig = { prod: option("prod"), staging: option("staging") };
  const claims = claimsOf({ ...trial, config: option("config"), stackConfig });
  expect(claims).toHaveLength(10);
  expect(claims.filter((one) => claimsOf(trial).includes(one))).toEqual([]);
});

test("settings that are not usable take nothing: the program says what is wrong with them", () => {
  expect(claimsOf({ ...trial, config: { "homeport:ports": { http: "many" } } })).toEqual([]);
});

test("one process may claim a thing twice: its stacks may share it, if the program lets them", async () => {
  await claim(["port 1", "port 1"]);
});
