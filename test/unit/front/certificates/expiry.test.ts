import * as pulumi from "@pulumi/pulumi";
import { afterEach, expect, test, vi } from "vitest";
import { endsSoon, warnOfEnd } from "../../../../components/front/certificates/expiry";

const now = Date.parse("2026-11-21T12:00:00Z") / 1000;
const days = (count: number) => now + count * 86_400;

afterEach(() => void vi.restoreAllMocks());

test.each([
  [days(31), undefined],
  [days(30), "expires on 2026-12-21, in 30 days"],
  [days(0.5), "expires on 2026-11-22, in 0 days"],
  [days(-2), "expired on 2026-11-19"],
])("a certificate that ends at %d is told as %s", (until, told) => {
  expect(endsSoon(until, now)).toBe(told);
});

test("an update that does not renew a certificate which ends soon says so, and when", () => {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
  const date = new Date(now * 1000);
  warnOfEnd("farm", "2027-11-21T12:00:00Z", date);
  expect(warn).not.toHaveBeenCalled();
  warnOfEnd("farm", "2026-12-01T12:00:00Z", date);
  expect(warn.mock.calls[0]?.[0]).toMatch(
    /^farm\.certificates: what the environment.s authority issued expires on 2026-12-01, in 10 days; /,
  );
});
