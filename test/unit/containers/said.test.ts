import { expect, test } from "vitest";
import { saidOf, type Told } from "../../../components/containers/said";

const type = "docker:index/container:Container";
const image = "blog:1";
const saidNow = (told: Partial<Told>, outputs?: object, labels: string[] = []) =>
  saidOf(
    { image, ...told },
    outputs && {
      type,
      outputs: { image, ...outputs, labels: labels.map((label) => ({ label, value: "" })) },
    },
  )["homeport.says"];

test("a new container is labelled with what is said of it, and one of which nothing is said is not", () => {
  expect(saidNow({ user: "1", entrypoints: ["a"], healthcheck: { tests: ["CMD", "a"] } })).toBe(
    "entrypoints healthcheck user",
  );
  expect(saidNow({})).toBeUndefined();
});

test("one that was made before there was the label is not replaced for it", () => {
  const before = { user: "1", command: ["a"], healthcheck: { tests: ["CMD", "a"] } };
  expect(saidNow(before, before)).toBeUndefined();
});

test.each<[string, Partial<Told>, object]>([
  ["its image", { user: "1", image: "blog:2" }, { user: "1" }],
  ["its user", { user: "2" }, { user: "1" }],
  ["its command", { command: ["a", "b"] }, { command: ["a"] }],
  ["its health check", { healthcheck: { tests: ["CMD", "a"] } }, { healthcheck: null }],
  ["something that it could not say before", { user: "1", init: false }, { user: "1", init: false }],
])("it gets the label together with a change of %s", (_, told, outputs) => {
  expect(saidNow(told, outputs)).toBe(
    Object.keys(told)
      .filter((one) => one !== "image")
      .sort()
      .join(" "),
  );
});

test("one that has the label shows what is no longer said", () => {
  const outputs = { user: "1", entrypoints: ["a"] };
  expect(saidNow({ user: "1" }, outputs, ["homeport.says"])).toBe("user");
  expect(saidNow({}, outputs, ["homeport.says"])).toBeUndefined();
});
