import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isDataSize, isMemorySize, toBytes, toMebibytes } from "../../../components/shared/size";

test.each([
  "256",
  "256M",
  "256MB",
  "256mib",
  "1.5GiB",
  "0MiB",
  "-1GiB",
  " 1GiB",
  "1 GiB",
  "1GiB\n",
  "MiB",
  "",
])("%j could be taken for another amount than was meant", (text) => {
  expect(isMemorySize(text)).toBe(false);
});

test("an amount reaches the provider in mebibytes, or a limit would be off by a factor", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 100_000 }), (amount) => {
      expect(isMemorySize(`${amount}MiB`)).toBe(true);
      expect(toMebibytes(`${amount}MiB`)).toBe(amount);
      expect(toMebibytes(`${amount}GiB`)).toBe(amount * 1024);
    }),
  );
});

test("what is no memory may have a smaller unit, and is counted in bytes", () => {
  expect(["64KiB", "64MiB", "1GiB"].filter(isDataSize)).toHaveLength(3);
  expect(["64KB", "64kib", "64", "0KiB", "1.5KiB"].filter(isDataSize)).toEqual([]);
  expect(isMemorySize("64KiB")).toBe(false);
  expect([toBytes("64KiB"), toBytes("10MiB"), toBytes("2GiB")]).toEqual([65_536, 10_485_760, 2_147_483_648]);
});
