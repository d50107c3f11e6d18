import { expect, test } from "vitest";
import { type Capacity, fitLimits, unkept } from "../../../components/survey/capacity";

const all: Capacity = { processors: 2, keeps: { memory: true, swap: true } };
const defaults = { memory: "256MiB", cpus: 2, processes: 256 } as const;
const fitted = (given: Parameters<typeof fitLimits>[3], capacity: Partial<Capacity> = {}) =>
  fitLimits("farm", "infra", defaults, given, { ...all, ...capacity });

test("an engine that can keep them gets the defaults, and what the program says before them", () => {
  expect(fitted(undefined)).toEqual({ ...defaults, withoutSwap: true });
  expect(fitted({ cpus: 0.5, memory: undefined })).toEqual({ ...defaults, cpus: 0.5, withoutSwap: true });
});

test("a machine with one processor gets a default that it can keep: the engine refuses more", () =>
  expect(fitted(undefined, { processors: 1 })).toMatchObject({ cpus: 1 }));

test("more processors than there are is refused where the program asks for them", () =>
  expect(fitted({ cpus: 4 })).toEqual({
    refused: "farm.limits.cpus: 4 is more than host infra has (2); example: 2",
  }));

test("nobody is refused where nobody knows how many there are", () =>
  expect(fitted({ cpus: 64 }, { processors: undefined })).toMatchObject({ cpus: 64 }));

test("limits that the kernel drops are not asked for, or each refresh would find them missing", () => {
  expect(fitted(undefined, { keeps: { memory: false, swap: false } })).toMatchObject({ memory: undefined });
  expect(fitted(undefined, { keeps: { memory: true, swap: false } })).toMatchObject({
    memory: "256MiB",
    withoutSwap: false,
  });
});

test("memory is reserved up to the limit, a default one too, and not where the kernel keeps no limit", () => {
  expect(fitted({ reservation: "256MiB" })).toMatchObject({ memory: "256MiB", reservation: "256MiB" });
  expect(fitted({ reservation: "1GiB", memory: "2GiB" })).toMatchObject({ reservation: "1GiB" });
  expect(fitted({ reservation: "64MiB" }, { keeps: { memory: false, swap: false } })).toMatchObject({
    reservation: undefined,
  });
  expect(fitted({ reservation: "257MiB" })).toEqual({
    refused:
      'farm.limits.reservation: "257MiB" is more than the limit of the memory (256MiB); lower it, or raise limits.memory',
  });
});

test("a person is told where limits of memory do nothing", () => {
  expect(unkept("infra", all)).toBeUndefined();
  expect(unkept("infra", { ...all, keeps: { memory: false, swap: false } })).toContain(
    "cgroup_enable=memory",
  );
});
