import { expect, test } from "vitest";
import { addressProblem, inUrl, isLoopback, listenedAt } from "../../../components/shared/address";
import { meets } from "../../../components/shared/meets";
import { gateway6, subnet6Problem } from "../../../components/shared/subnet6";

test.each(["127.0.0.1", "0.0.0.0", "192.0.2.7", "::", "::1", "fd00::1", "2001:db8::7"])(
  "%s can be listened at",
  (address) => expect(addressProblem(address)).toBeUndefined(),
);

test.each([
  ["10.0.0", "is not an address of IPv4 or IPv6; example: 127.0.0.1"],
  ["[::1]", "is not an address of IPv4 or IPv6; example: 127.0.0.1"],
  ["fe80::1", "is link-local, and belongs to one interface; take another address of the machine"],
  ["fe80::1%eth0", "is link-local, and belongs to one interface; take another address of the machine"],
  ["ff02::1", "is a multicast address, at which nobody listens alone"],
  ["::ffff:192.0.2.7", "is one of IPv4; write 192.0.2.7"],
  ["::ffff:c000:207", "is one of IPv4; write 192.0.2.7"],
  ["FD00::1", "can be written shorter; write fd00::1"],
  ["fd00:0:0:0:0:0:0:1", "can be written shorter; write fd00::1"],
])("%s cannot: it %s", (address, problem) => expect(addressProblem(address)).toBe(problem));

test("an address of IPv6 has brackets before a port, and one of IPv4 has none", () =>
  expect([inUrl("fd00::1"), inUrl("192.0.2.7")]).toEqual(["[fd00::1]", "192.0.2.7"]));

test(":: is every address of both kinds, which an engine has to be told one by one", () => {
  expect(listenedAt("::")).toEqual(["0.0.0.0", "::"]);
  expect(listenedAt("0.0.0.0")).toEqual(["0.0.0.0"]);
  expect(listenedAt("fd00::1")).toEqual(["fd00::1"]);
});

test("loopback has two kinds", () =>
  expect(["127.0.0.5", "::1", "fd00::1", "::"].map(isLoopback)).toEqual([true, true, false, false]));

test.each(["fd12:3456:789a:70::/64", "2001:db8:1::/48", "fd00::/112"])("%s is a network", (text) =>
  expect(subnet6Problem(text)).toBeUndefined(),
);

test.each([
  ["172.30.70.0/24", "is not a network of IPv6; example: fd12:3456:789a:70::/64"],
  ["fd00::1", "is not a network of IPv6; example: fd12:3456:789a:70::/64"],
  ["fd00::/8", "is not from /48 to /112; example: fd12:3456:789a:70::/64"],
  ["fd00::/120", "is not from /48 to /112; example: fd12:3456:789a:70::/64"],
  [
    "fe80::/64",
    "is no network for containers; take one of your own below fd00::/8; example: fd12:3456:789a:70::/64",
  ],
  ["fd00::1/64", "does not begin at its first address; write fd00::/64"],
])("%s is none: it %s", (text, problem) => expect(subnet6Problem(text)).toBe(problem));

test("the engine has the second address", () => {
  expect(gateway6("fd12:3456:789a:70::/64")).toBe("fd12:3456:789a:70::1");
  expect(gateway6("fd00::ff:0/112")).toBe("fd00::ff:1");
});

test("networks meet those of their own kind alone", () => {
  expect(meets("fd00::/48", "fd00:0:0:7::/64")).toBe(true);
  expect(meets("fd00:0:0:6::/64", "fd00:0:0:7::/64")).toBe(false);
  expect(meets("fd00::/64", "172.30.70.0/24")).toBe(false);
  expect(meets("172.30.0.0/16", "172.30.70.0/24")).toBe(true);
});
