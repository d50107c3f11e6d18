import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isMemorySize, toMebibytes } from "../../../components/shared/size";

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
