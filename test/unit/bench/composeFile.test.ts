import { expect, test } from "vitest";
import { parse } from "yaml";
import { composeProject } from "../../../bench/deploy/composeFile";

const services = (answer: string) => parse(composeProject(3, answer)["docker-compose.yml"] ?? "").services;

test("Compose gets the same containers: farm, gate, router and each service", () => {
  expect(Object.keys(services("first")).sort()).toEqual(
    ["farm", "gate", "router", "service-1", "service-2", "service-3"].sort(),
  );
});

test("a change meets the first service alone: otherwise Compose would do more than Homeport", () => {
  const [before, after] = [services("first"), services("second")];
  expect(after["service-1"].environment).toEqual({ ANSWER: "second" });
  delete before["service-1"];
  delete after["service-1"];
  expect(after).toEqual(before);
});
