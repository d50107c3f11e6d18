import { expect, test } from "vitest";
import { probeOf } from "../../../facade/readiness";

test.each<[Parameters<typeof probeOf>, object | undefined]>([
  [[], undefined],
  [["/health"], { kind: "http", path: "/health" }],
  [["tcp"], { kind: "tcp" }],
  [[undefined, "blog.example.org", 401], { kind: "http", path: "/", host: "blog.example.org", status: 401 }],
  // The component says that there is no such argument.
  [["tcp", undefined, 200], { kind: "tcp", status: 200 }],
])("readiness in plain texts, %j, is %j", (given, probe) => expect(probeOf(...given)).toEqual(probe));
