import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import type { z } from "zod";
import { containerSchema } from "../../../components/front/farm/checkServed";
import { farmSchema } from "../../../components/front/farm/schema";
import { givenHostSchema } from "../../../components/hosts/dockerHost/check";
import { virtualMachineSchema } from "../../../components/hosts/libvirt/schema";
import { networkArgsSchema } from "../../../components/network/environmentNetworkCheck";
import { routerSchema } from "../../../components/router/check";
import { serviceSchema } from "../../../components/services/check";
import { settingsSchema } from "../../../components/settings/schema";
import { problemsOf } from "../../../components/shared/problems";
import { placesOf } from "./walk";

const schemas: [string, z.ZodType][] = [
  ["settings", settingsSchema],
  ["DockerHost", givenHostSchema],
  ["EnvironmentNetwork", networkArgsSchema],
  ["TraefikRouter", routerSchema],
  ["DomainService", serviceSchema],
  ["HaproxyFarm", farmSchema],
  ["a container of a HaproxyFarm", containerSchema],
  ["a VM", virtualMachineSchema],
];

/** Values of every kind; some of them are right in some places. */
const values: [string, unknown][] = [
  ["nothing", undefined],
  ["null", null],
  ["a text", "?"],
  ["an empty text", ""],
  ["a number in quotes", "8080"],
  ["a word for yes in quotes", "true"],
  ["a negative number", -1],
  ["a part of a number", 0.001],
  ["a huge number", 10 ** 12],
  ["no number", Number.NaN],
  ["yes", true],
  ["an empty list", []],
  ["a list", ["?", 1, null]],
  ["an empty group", {}],
  ["a group", { "?": 1 }],
  ["a function", () => 1],
  ["a big number", 10n],
  ["a date", new Date(0)],
  ["what comes late", pulumi.output("?")],
  ["what comes later still", Promise.resolve("?")],
  ["an object of a class", new Map()],
];

/** What is told in place of an example: the way out itself. */
const wayOut =
  /example: |the nearest is |write |leave |choose |name |give |^it is (missing|empty), and has to be |is named twice|the same port/;

/** Words of the library that checks. */
const ofLibrary = /invalid|expected .*received|unrecognized|too (small|big)|required$|must be/i;

describe.each(schemas)("%s", (_, schema) => {
  const places = placesOf(schema);

  test("has words of its own for every wrong value at every place", () => {
    const told = places.flatMap(({ path, around }) =>
      values.flatMap(([kind, value]) =>
        problemsOf(schema, around(value))
          .filter(({ message }) => ofLibrary.test(message) || !wayOut.test(message))
          .map((problem) => `${path.join(".")}, ${kind}: ${problem.path.join(".")}: ${problem.message}`),
      ),
    );
    expect(told).toEqual([]);
    expect(places.length).toBeGreaterThan(4);
  });

  test("refuses what no argument is, at every place and by its path", () => {
    const missed = places.filter(({ path, around }) => {
      const told = problemsOf(
        schema,
        around(() => 1),
      ).map((one) => one.path.join("."));
      return !told.some((one) => one === path.join(".") || path.join(".").startsWith(`${one}.`));
    });
    expect(missed.map(({ path }) => path.join(".")).filter((path) => !free.includes(path))).toEqual([]);
  });

  test("refuses every misspelt name, with the nearest one", () => {
    const missed = places.flatMap(({ path, members = [], around }) =>
      members.flatMap((name) => {
        const misspelt = `x${name}`;
        const full = [...path, misspelt].join(".");
        const expected = `; the nearest is ${[...path, name].join(".")}`;
        const told = problemsOf(schema, around({ [misspelt]: 1 })).find((one) => one.path.join(".") === full);
        return told?.message.endsWith(expected) ? [] : [`${full}: ${told?.message}`];
      }),
    );
    expect(missed).toEqual([]);
  });
});

/** Looked at one by one, or by the engine that reads them. */
const free = ["services.0"];

test("the same misspelling as a setting and as an argument is told in the same words", () => {
  expect(problemsOf(serviceSchema, { replica: 2 }, ["blog"])).toContainEqual({
    path: ["blog", "replica"],
    message: "there is no such argument; the nearest is blog.replicas",
  });
  expect(problemsOf(settingsSchema, { netwrok: {} }, [], "setting")).toContainEqual({
    path: ["netwrok"],
    message: "there is no such setting; the nearest is network",
  });
});
