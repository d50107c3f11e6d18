import { expect, test } from "vitest";
import { volumesLeft } from "../../../components/survey/leftBehind";
import { stateOf, surveyOf } from "./surveys";

const labels = (component: string, volume: string) => [
  { label: "homeport.component", value: component },
  { label: "homeport.volume", value: volume },
];
const urn = (name: string) => `urn:pulumi:prod::attic::service$docker:index/volume:Volume::${name}`;
const state = stateOf({
  [urn("web-east-volume-cache")]: ["volume", { name: "cache-1", labels: labels("web", "cache") }],
  [urn("web-west-volume-cache")]: ["volume", { name: "cache-2", labels: labels("web", "cache") }],
  [urn("web-west-volume-old")]: ["volume", { name: "old-1", labels: labels("web", "old") }],
  [urn("shop-volume-cache")]: ["volume", { name: "cache-3", labels: labels("shop", "cache") }],
});
const west = { name: "west", survey: surveyOf({ volumes: [{ name: "cache-2", labels: {} }] }) };
const left = (...resources: string[]) =>
  volumesLeft({ component: "web", volume: "cache", resources }, state, [west]);

test("what a service wrote on a host that it leaves is found, with the host, and nothing else of it or of others", () =>
  expect(left("web-volume-cache", "web-east-volume-cache")).toEqual([
    { urn: urn("web-west-volume-cache"), name: "cache-2", host: "west" },
  ]));

test("a host that the program has no more is not named", () =>
  expect(left("web-volume-cache", "web-west-volume-cache")).toEqual([
    { urn: urn("web-east-volume-cache"), name: "cache-1" },
  ]));

test("nothing is left where it stays on all", () =>
  expect(left("web-east-volume-cache", "web-west-volume-cache")).toEqual([]));
