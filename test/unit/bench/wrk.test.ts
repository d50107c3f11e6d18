import { expect, test } from "vitest";
import { parseReport, wrk } from "../../../bench/road/wrk";

test("wrk's times are microseconds, its rate is counted over the time it really took", () => {
  const text = 'Running 1s test\n{"requests":3000,"microseconds":1500000,"failed":2,"p50":750,"p99":12000}\n';
  expect(parseReport(text)).toEqual({ perSecond: 2000, p50: 0.75, p99: 12, failed: 2 });
});

test("where nothing was answered to its end, no answer took 0 ms", () => {
  const text = '{"requests":0,"microseconds":1000000,"failed":0,"p50":0,"p99":0}';
  expect(parseReport(text)).toEqual({ perSecond: 0, p50: Number.NaN, p99: Number.NaN, failed: 0 });
});

test("a report that is missing is an error", () => {
  expect(() => parseReport("unable to connect")).toThrow("unable to connect");
});

test.each(["http://192.0.2.1", "https://127.0.0.1", "http://example.org"])(
  "%s is never put under load",
  (origin) =>
    expect(wrk({ origin, path: "/", host: "x", connections: 1, seconds: 1 })).rejects.toThrow(
      "neither loopback",
    ),
);
