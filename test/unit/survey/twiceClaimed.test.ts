import { expect, test } from "vitest";
import { type Claim, twiceClaimed } from "../../../components/survey/published";

const claim = (path: string, address: string, port: number): Claim => ({
  ...{ path, addressPath: `${path}.address`, address, port },
  protocol: "udp",
});

test("a port that one container is to have twice is told, and one that it has by both families is not", () => {
  const [first, second] = [claim("dns.udp.0", "0.0.0.0", 53), claim("dns.udp.1", "127.0.0.1", 53)];
  expect(twiceClaimed("attic", [first, second], [])).toEqual([
    "dns.udp.1: port 53 (UDP) of 127.0.0.1 on host attic is also dns.udp.0; choose another one",
  ]);
  expect(
    twiceClaimed("attic", [first, claim("dns.udp.0", "::", 53), claim("dns.udp.1", "::", 54)], []),
  ).toEqual([]);
});

test("so is one that another container has", () => {
  const mine = claim("dns.udp.0", "0.0.0.0", 53);
  expect(twiceClaimed("attic", [mine], [claim("names.udp.0", "192.0.2.1", 53)])).toEqual([
    "dns.udp.0: port 53 (UDP) of 0.0.0.0 on host attic is also names.udp.0; choose another one",
  ]);
});
