import { expect, test } from "vitest";
import { translatesSix } from "../../../components/survey/translation";

const version = (number: string) =>
  JSON.stringify({ Client: { Version: "28.2.2" }, Server: { Platform: { Name: "" }, Version: number } });
const translates = (number: string, daemon = "", flags = "/usr/sbin/dockerd -p /run/docker.pid ") =>
  translatesSix({ version: version(number), daemon, flags });

test("engines do since 27, unless they are told not to", () => {
  expect(translates("28.5.2")).toBe(true);
  expect(translates("27.0.1", '{ "ip6tables": false }')).toBe(false);
  expect(translates("28.5.2", "", "dockerd --ip6tables=false -H fd:// ")).toBe(false);
});

test("those before do where they are told to", () => {
  expect(translates("20.10.24+dfsg1")).toBe(false);
  expect(translates("26.1.5", '{ "ip6tables": true, "experimental": true }')).toBe(true);
  expect(translates("26.1.5", "", "dockerd --experimental --ip6tables ")).toBe(true);
});

test("of one that does not tell its version nothing is known", () => {
  expect(translatesSix({ version: "Cannot connect", daemon: "", flags: "" })).toBeUndefined();
  expect(translates("20.10.24", "not JSON")).toBe(false);
});
