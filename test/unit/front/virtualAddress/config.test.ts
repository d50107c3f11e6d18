import { describe, expect, test } from "vitest";
import {
  renderAsk,
  renderGlobal,
  renderInstance,
  renderUnit,
  renderUnitOf,
} from "../../../../components/front/virtualAddress/config";
import { chooseOwn } from "../../../../components/front/virtualAddress/own";
import { renderGiveUp, renderKeep } from "../../../../components/front/virtualAddress/script";
import { expectGolden } from "../../golden";

const host = {
  instance: "home.prod.front",
  address: "192.168.1.10",
  bits: 24,
  routerId: 10,
  priority: 101,
  own: "192.168.1.11",
  peer: "192.168.1.12",
  statistics: { address: "127.0.0.1", port: 8404 },
};

describe("a virtual address", () => {
  test.each([
    ["keepalived.conf", renderGlobal()],
    ["instance.conf", renderInstance(host)],
    ["ask.sh", renderAsk(host)],
    ["unit.conf", renderUnit()],
    ["unit-of.conf", renderUnitOf(host)],
    ["keep.sh", renderKeep("attic", host)],
    ["give-up.sh", renderGiveUp("attic", host)],
  ])("%s", (file, text) => expectGolden(`virtualAddress/${file}`, text));

  test("is asked for at the farm's statistics, wherever these are", () => {
    const at = (address: string) => renderAsk({ ...host, statistics: { address, port: 8505 } });
    expect(at("192.168.1.11")).toContain("/dev/tcp/192.168.1.11/8505");
    expect(at("0.0.0.0")).toContain("/dev/tcp/127.0.0.1/8505");
  });
});

describe("the hosts' own addresses", () => {
  const attic = { name: "attic", entered: "192.168.1.11", addresses: [] };
  const cellar = { name: "cellar", entered: "cellar.example.org", addresses: ["10.8.0.2", "192.168.1.12"] };
  const of = (...hosts: Parameters<typeof chooseOwn>[1]) => chooseOwn("192.168.1.10/24", hosts);

  test("are those by which they are entered, or that they tell", () => {
    expect(of(attic, cellar)).toEqual({ own: ["192.168.1.11", "192.168.1.12"] });
  });

  test("are never the virtual one, which a host may have just now", () => {
    const has = { ...cellar, addresses: ["192.168.1.10", "192.168.1.12"] };
    expect(of(attic, has)).toEqual({ own: ["192.168.1.11", "192.168.1.12"] });
  });

  test.each([
    [
      "a host of another network",
      { ...cellar, addresses: ["10.8.0.2"] },
      "address: 192.168.1.10/24 is in no network of cellar, which has 10.8.0.2; take one of a network that both hosts are in",
    ],
    [
      "the address of a host",
      { ...cellar, entered: "192.168.1.10" },
      "address: 192.168.1.10 is the address of cellar itself; take one that no machine has",
    ],
    [
      "a firewall that keeps the other one out",
      { ...cellar, vrrp: [] },
      'farms.1: the firewall of cellar does not let in what the other one says of itself; set up cellar with firewall: { vrrp: ["192.168.1.11"] }',
    ],
    [
      "a farm that asks somebody else for what the other one proves",
      { ...cellar, asks: "192.168.1.13" },
      "farms.1: it asks 192.168.1.13 for challenges, and the other one is at 192.168.1.11; name that as certificates.challenge.peer",
    ],
  ])("%s is refused", (_, second, problem) => expect(of(attic, second)).toEqual({ problem }));

  test("are enough where the firewall lets the other one in", () => {
    expect(of(attic, { ...cellar, vrrp: ["192.168.1.11"] })).toHaveProperty("own");
  });
});
