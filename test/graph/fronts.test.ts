import { beforeAll, describe, expect, test } from "vitest";
import { graphOf, named, record } from "./graph";
import type { Recording } from "./recording";

const command = (recording: Recording, name: string) => named(recording, `command:local:Command ${name}`);

const provenByHttp = (peer?: string) =>
  JSON.stringify({
    publicPorts: { http: 80 },
    certificates: { source: "acme", challenge: { kind: "http-01", peer } },
  });
const ofFiles = JSON.stringify({ certificates: { source: "files", directory: "/etc/letsencrypt" } });

describe("two farms with one address", () => {
  let graph: Recording;
  beforeAll(async () => {
    graph = await graphOf({ program: "fronts" });
  });
  const script = (name: string) => JSON.stringify(command(graph, name).inputs.interpreter);

  test("are told by whom the other one is known, and the first has more to say", () => {
    for (const [name, own, peer, priority] of [
      ["front-attic", "192.168.1.11", "192.168.1.12", 101],
      ["front-cellar", "192.168.1.12", "192.168.1.11", 100],
    ] as const) {
      const said = script(name);
      expect(said).toContain(`unicast_src_ip ${own}`);
      expect(said).toContain(`unicast_peer {\\n    ${peer}`);
      expect(said).toContain(`priority ${priority}`);
      expect(said).toContain("virtual_router_id 10");
      expect(said).toContain("192.168.1.10/24 dev ");
    }
    expect(graph.outputs.address).toBe("192.168.1.10");
  });

  test("keep it once both are at work, one host after the other", () => {
    expect(command(graph, "front-attic").dependsOn).toEqual(
      expect.arrayContaining([
        "command:local:Command attic-farm-config",
        "command:local:Command cellar-farm-config",
      ]),
    );
    expect(command(graph, "front-cellar").dependsOn).toContain("command:local:Command front-attic");
  });

  test("have one authority: whoever trusts the one trusts the other", () => {
    const authorities = graph.resources.filter(
      ({ type }) => type === "tls:index/selfSignedCert:SelfSignedCert",
    );
    expect(authorities.map(({ name }) => name).filter((name) => /farm/.test(name))).toEqual([
      "attic-farm-authority",
    ]);
    const [one, other] = graph.outputs.authorities as string[];
    expect(one).toBe(other);
  });

  test("publish HTTP/3 by UDP where it is asked for, at the port of HTTPS, and nowhere else", async () => {
    const asked = await graphOf({ program: "fronts", config: { "fronts:first": '{"http3":true}' } });
    const udp = (name: string) =>
      (named(asked, name).inputs.ports as { protocol: string }[]).filter(
        ({ protocol }) => protocol === "udp",
      );
    expect(udp("attic-farm-haproxy")).toEqual([
      { internal: 443, external: 7443, ip: "0.0.0.0", protocol: "udp" },
    ]);
    expect(udp("cellar-farm-haproxy")).toEqual([]);
  });

  test("have their names tried once they have the address, which nobody had when the farms asked", async () => {
    const proven = await graphOf({
      program: "fronts",
      config: {
        "fronts:first": provenByHttp("192.168.1.12"),
        "fronts:second": provenByHttp("192.168.1.11"),
      },
    });
    for (const name of ["front-attic-farm-issued", "front-cellar-farm-issued"]) {
      expect(command(proven, name).dependsOn).toContain("command:local:Command front-cellar");
      expect(JSON.stringify(command(proven, name).inputs.stdin)).toContain("http://192.168.1.10:7070/");
    }
    expect(JSON.stringify(command(proven, "attic-farm-issued").inputs.stdin)).not.toContain("192.168.1.10");
  });

  test.each([
    [
      "of which one is bound to an address of its host",
      { "fronts:second": '{"bindAddress":"192.168.1.12"}' },
      'front.farms.1: cellar-farm is bound to 192.168.1.12, where visitors of the virtual address would not reach it; give it bindAddress: "0.0.0.0"',
    ],
    [
      "of which one is bound to the address itself",
      { "fronts:first": '{"bindAddress":"192.168.1.10"}' },
      'front.farms.0: attic-farm is bound to the virtual address, which nobody can bind where it is not; give it bindAddress: "0.0.0.0"',
    ],
    [
      "of other ports",
      { "fronts:second": '{"ports":{"http":7070,"https":7544,"stats":8404}}' },
      "front.farms.1: cellar-farm has 7544 as ports.https and attic-farm has 7443; visitors know one: give both the same",
    ],
    [
      "of which one has other names",
      { "fronts:second": '{"services":[]}' },
      "front.farms.1: cellar-farm does not serve blog.example.org, which the other one does; give both the same services",
    ],
    [
      "of which each has an authority of its own",
      { "fronts:second": '{"certificates":{"source":"authority"}}' },
      'front.farms.1: cellar-farm has an authority of its own, and visitors would have to trust two; give it certificates: { source: "farm", farm: attic-farm }',
    ],
    [
      "outside of the hosts' network",
      { "fronts:address": "192.168.2.10/24" },
      "front.address: 192.168.2.10/24 is in no network of attic, which has 192.168.1.11, 10.0.0.12; take one of a network that both hosts are in",
    ],
    [
      "whose address is that of a host",
      { "fronts:address": "192.168.1.12/24" },
      "front.address: 192.168.1.12 is the address of cellar itself; take one that no machine has",
    ],
    [
      "whose address has no network",
      { "fronts:address": "192.168.1.10" },
      'front.address: "192.168.1.10" is not an address (IPv4) that a machine can have, with the bits of its network (8–30)',
    ],
    [
      "whose hosts do not hear each other",
      { "fronts:closed": "true" },
      'front.farms.0: the firewall of attic does not let in what the other one says of itself; set up attic with firewall: { vrrp: ["192.168.1.12"] }',
    ],
    [
      "whose certificates are not of the program's making",
      { "fronts:first": '{"certificates":{"source":"files","directory":"/etc/letsencrypt"}}' },
      "cellar-farm.certificates.farm: attic-farm has certificates of another authority; name their source here too: files of this farm's host, or acme (with http-01, each names the other one as challenge.peer)",
    ],
    [
      "of which only one is proven by HTTP",
      { "fronts:first": provenByHttp("192.168.1.12"), "fronts:second": ofFiles },
      "front.farms.1: cellar-farm has no issuer to be asked, and names of attic-farm are proven by HTTP at whoever has the address; give both",
    ],
    [
      "of which one does not know whom to ask",
      { "fronts:first": provenByHttp("192.168.1.12"), "fronts:second": provenByHttp() },
      "front.farms.1: cellar-farm does not know whom to ask for what attic-farm has to prove; give it certificates.challenge.peer, the address of attic",
    ],
    [
      "of which one asks somebody else",
      { "fronts:first": provenByHttp("192.168.1.12"), "fronts:second": provenByHttp("192.168.1.13") },
      "front.farms.1: it asks 192.168.1.13 for challenges, and the other one is at 192.168.1.11; name that as certificates.challenge.peer",
    ],
  ])("%s are refused at the preview", async (_, config, said) => {
    const { errors } = await record({ program: "fronts", preview: true, config });
    expect(new Set(errors.map(({ text }) => text)).size).toBe(1);
    expect(errors.map(({ text }) => text).join("\n")).toContain(said);
  });
});
