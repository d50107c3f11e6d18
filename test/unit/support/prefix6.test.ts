import fc from "fast-check";
import { parse } from "ipaddr.js";
import { expect, test } from "vitest";
import { prefix6Of } from "../../support/machine/network";

test("whatever a network's number is, its machines have addresses in the form that settings take", () => {
  const digits = fc.stringMatching(/^[0-9a-f]{8}$/);
  const address = (id: string) => `${prefix6Of(id)}::2`;
  fc.assert(
    fc.property(digits, (id) => parse(address(id)).toString() === address(id)),
    { examples: [["e73e9500"], ["00000000"], ["0a0b0c0d"]] },
  );
  expect(address("e73e9501")).toBe("fde7:3e95:1::2");
});
