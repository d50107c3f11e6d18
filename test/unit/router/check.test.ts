import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { TraefikRouterArgs } from "../../../components/router/args";
import { checkRouter } from "../../../components/router/check";
import { madeUp } from "../madeUp";
import { refusalsOf } from "../refusals";

afterEach(() => void vi.restoreAllMocks());

function refusals(args: Record<string, unknown>, router = "router"): string[] {
  return refusalsOf(router, () =>
    checkRouter(router, {
      network: madeUp("EnvironmentNetwork", { addresses: {} }),
      ...args,
    } as unknown as TraefikRouterArgs),
  );
}

const everyAddress = '"0.0.0.0" is not a private address but every address there is; example: 127.0.0.1';

describe("a router that could not start, or would be open to all, is refused before any resource exists", () => {
  test.each<[Record<string, unknown>, string]>([
    [{ publish: { address: "0.0.0.0", port: 88 } }, `publish.address: ${everyAddress}`],
    [{ dashboard: { address: "0.0.0.0", port: 8088 } }, `dashboard.address: ${everyAddress}`],
    [
      { publish: { address: "attic", port: 88 } },
      'publish.address: "attic" is not an address of IPv4 or IPv6; example: 127.0.0.1',
    ],
    [
      { publish: { address: "10.0.0.2", port: 88, farms: [] } },
      "publish.farms: [] is not a list with the address of at least one farm; example: [10.0.0.1]",
    ],
    [
      { publish: { address: "10.0.0.2", port: 88, farms: "10.0.0.1" } },
      'publish.farms: "10.0.0.1" is not a list with the address of at least one farm; example: [10.0.0.1]',
    ],
    [{ publish: { address: "10.0.0.2", port: 88, farms: ["0.0.0.0"] } }, `publish.farms.0: ${everyAddress}`],
    [
      { publish: { address: "10.0.0.2", port: 88, farms: ["0.0.0.0/0"] } },
      'publish.farms.0: "0.0.0.0/0" is not an address of IPv4 or IPv6; example: 127.0.0.1',
    ],
    [
      { publish: { address: "127.0.0.1", port: 88, farms: ["10.0.0.1"] } },
      "publish.address: no farm on another host reaches 127.0.0.1; take a private address of this one; example: 10.0.0.2",
    ],
    [{ publish: { address: "127.0.0.1", port: 0 } }, "publish.port: 0 is not a port (1–65535); example: 88"],
    [
      { dashboard: { address: "127.0.0.1", port: "8088" } },
      'dashboard.port: "8088" is not a port (1–65535) but a text: write it without quotes; example: 8088',
    ],
    [{ image: "traefik:" }, 'image: "traefik:" is not an image reference; example: traefik:v3.6.7'],
    [{ gateImage: "" }, 'gateImage: "" is not an image reference; example: haproxy:3.2.21-alpine'],
    [{ accessLog: "none" }, 'accessLog: "none" is not "all" or "failures"; example: failures'],
    [{ limits: { cpus: 0 } }, "limits.cpus: 0 is not at least 0.1 of a processor; example: 0.5"],
  ])("%j", (args, problem) => {
    expect(refusals(args)).toEqual([problem]);
  });

  test("one that publishes two things on the same port: its gate could not start", () => {
    const at = { address: "127.0.0.1", port: 8088 };
    const [problem = ""] = refusals({ publish: at, dashboard: at });
    expect(problem).toContain("8088");
    expect(refusals({ publish: at, dashboard: { ...at, port: 8089 } })).toEqual([]);
  });

  test("a name that the farm's configuration could not hold", () => {
    expect(refusals({}, "My router")[0]).toMatch(
      /^name: "My router" is not a name of 1–40 lower-case letters/,
    );
  });
});

test("nothing has to be set", () => {
  expect(refusals({})).toEqual([]);
});

test("images that name no version are warned of, each by its own name", () => {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
  expect(refusals({ image: "traefik", gateImage: "haproxy" })).toEqual([]);
  const said = warn.mock.calls.map(([text]) => text).join("\n");
  expect(said).toContain('router.image: "traefik" names no version');
  expect(said).toContain('router.gateImage: "haproxy" names no version');
});

describe("addresses of IPv6", () => {
  const six = { network: madeUp("EnvironmentNetwork", { addresses: { subnet6: "fd00::/64" } }) };

  test("are for a network that has it", () => {
    const publish = { address: "fd00::12", port: 88 };
    expect(refusals({ publish })).toEqual([
      "publish.address: fd00::12 is of IPv6, by which nobody reaches a network without it; give network a subnet6; example: fd12:3456:789a:70::/64",
    ]);
    expect(refusals({ ...six, publish })).toEqual([]);
  });

  test("are reached from none of IPv4", () =>
    expect(refusals({ ...six, publish: { address: "fd00::12", port: 88, farms: ["10.0.0.1"] } })).toEqual([
      "publish.farms.0: no connection from 10.0.0.1 arrives at fd00::12; take addresses of one kind, of IPv4 or of IPv6",
    ]));

  test("may be every one there is, which is not private", () =>
    expect(refusals({ ...six, publish: { address: "::", port: 88 } })[0]).toContain(
      "is not a private address",
    ));
});
