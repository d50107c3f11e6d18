import { expect, test } from "vitest";
import { provenBeside } from "../../../facade/proven";

const hosts = [
  { name: "attic", subnet: "172.30.90.0/24", router: { address: "192.168.1.11", port: 88 } },
  { name: "cellar", subnet: "172.30.91.0/24", router: { address: "192.168.1.12", port: 88 } },
];

test("farms that are proven by HTTP know each other by where their routers are published; others are as they were", () => {
  const byHttp = { source: "acme", challenge: { kind: "http-01" } };
  expect(provenBeside(byHttp, hosts, "cellar")).toEqual({
    source: "acme",
    challenge: { kind: "http-01", peer: "192.168.1.12" },
  });
  expect(provenBeside(byHttp, hosts, undefined)).toEqual(byHttp);
  const byDns = { source: "acme", challenge: { kind: "dns-01", provider: "cloudflare" } };
  for (const source of [byDns, { source: "files", directory: "/etc/letsencrypt" }, undefined])
    expect(provenBeside(source, hosts, "cellar")).toEqual(source);
});
