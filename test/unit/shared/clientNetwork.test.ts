import { expect, test } from "vitest";
import { clientNetworkProblem } from "../../../components/shared/clientNetwork";

test.each([
  "192.168.1.0/24",
  "192.168.1.7",
  "10.0.0.0/8",
  "0.0.0.0/0",
  "192.0.2.1/32",
  "2001:db8::/32",
  "2001:db8::7",
  "::/0",
  "::1/128",
  "::ffff:192.0.2.1",
])("%s can be let in", (network) => {
  expect(clientNetworkProblem(network)).toBeUndefined();
});

test.each([
  ["home", "is not an address or network"],
  ["", "is not an address or network"],
  ["192.168.1", "is not an address or network"],
  ["192.168.1.256", "is not an address or network"],
  ["192.168.1.0/24/24", "is not an address or network"],
  // Go reads no leading zeros, no hexadecimals and no zones.
  ["192.168.01.1", "is not an address or network"],
  ["0x7f.0.0.1", "is not an address or network"],
  ["fe80::1%eth0", "is not an address or network"],
  [" 10.0.0.1", "is not an address or network"],
  ["10.0.0.0/", "has no length from 0 to 32"],
  ["10.0.0.0/33", "has no length from 0 to 32"],
  ["10.0.0.0/08", "has no length from 0 to 32"],
  ["10.0.0.0/255.0.0.0", "has no length from 0 to 32"],
  ["2001:db8::/129", "has no length from 0 to 128"],
  ["192.168.1.7/24", "write 192.168.1.0/24, or 192.168.1.7 for this one"],
  ["2001:db8::7/64", "write 2001:db8::/64, or 2001:db8::7 for this one"],
])("%j is refused: the router would drop the whole service", (network, problem) => {
  expect(clientNetworkProblem(network)).toContain(problem);
});
