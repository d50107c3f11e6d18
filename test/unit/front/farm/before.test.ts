import { expect, test } from "vitest";
import { farmIn, farmType } from "../../../../components/front/farm/before";
import type { Remembered } from "../../../../components/survey/remembered";

const urn = "urn:pulumi:prod::homeport::homeport:index:HaproxyFarm::farm";
const served = [{ service: "blog", domains: ["blog.example.org"], routers: {}, clientChecked: false }];
const state = (...entries: [string, Remembered][]) => new Map(entries);

test("what a farm has told of itself is known of it", () => {
  expect(farmIn(state([urn, { type: farmType, outputs: { served } }]), urn)).toEqual({ served });
});

test("a stack without a farm serves nothing", () => {
  const other = { type: "docker:index/network:Network", outputs: {} };
  expect(farmIn(state(["urn:other", other]), urn)).toEqual({ served: [] });
});

test.each<[string, ReturnType<typeof state> | undefined]>([
  ["there is no state", undefined],
  ["an earlier version made the farm", state([urn, { type: farmType, outputs: {} }])],
  ["it was called something else", state(["urn:former", { type: farmType, outputs: { served } }])],
])("where %s, nothing is known", (_, known) => {
  expect(farmIn(known, urn)).toEqual({});
});
