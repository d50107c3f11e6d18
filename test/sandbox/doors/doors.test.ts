import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readinessHost } from "../../../components/services/readiness";
import { buildTestImages } from "../../images/build";
import type { Container } from "../../support/containers";
import { published } from "../../support/containers";
import { inside } from "../alone";
import { type Asked, askAll } from "./ask";
import { addressOf, type DoorsHome, plainly, securely, startDoors, type Zone, zones } from "./home";
import { closing, doors, type Outcome, ports, type Trial } from "./table";

/** Every option that closes something, tried at every door of a real deployment. */

let home: DoorsHome;
beforeAll(async () => {
  await buildTestImages(() => {});
  home = await startDoors();
});
afterAll(() => home?.stop());

const trials: Trial[] = Object.values(closing).flat();
const portOf = (door: keyof typeof doors): number => ports[door] ?? 0;

/** What everyone of the table got, and what the table says; told by what was asked. */
async function compare(
  zone: Zone,
  asking: (trial: Trial) => Asked,
  expected: (trial: Trial) => Outcome,
  from?: string,
): Promise<void> {
  const got = await askAll(trials.map(asking), from);
  const told = (trial: Trial) =>
    `${trial.method ?? "GET"} ${trial.name}.${zone}${trial.path ?? "/"} ${Object.keys(trial.headers ?? {})} ${trial.proof ?? ""} ${trial.by ? `by ${trial.by}` : ""}`;
  expect(trials.map((trial, at) => [told(trial), got[at]?.outcome])).toEqual(
    trials.map((trial) => [told(trial), expected(trial)]),
  );
  for (const [at, { outcome, text }] of got.entries())
    expect([told(trials[at] as Trial), text.includes('"answer"')]).toEqual([
      told(trials[at] as Trial),
      outcome === 200,
    ]);
}

const farm = (trial: Trial) => trial.farm;
const past = (trial: Trial) => trial.past;
const openGate = (trial: Trial) => trial.gate ?? trial.past;

describe.each(zones)("services of the router %s", (zone) => {
  test("at the farm", async () => {
    const [, port = 0] = portsOf(home.farm, "farm.https");
    await compare(zone, (trial) => securely(home, "127.0.0.1", port, trial, zone), farm);
  });

  test("at the farm, by their names inside", () =>
    compare(
      zone,
      (trial) => securely(home, addressOf(home.hairpin), portOf("farm.https"), trial, zone),
      farm,
      home.neighbour.own,
    ));

  test("at the farm without TLS, and by their names inside without it", async () => {
    const [, port = 0] = portsOf(home.farm, "farm.http");
    const sent = ({ name, method = "GET" }: Trial): Outcome =>
      ["nobody", "a.open.closed"].includes(name) ? 404 : /GET|HEAD/.test(method) ? 301 : 308;
    await compare(zone, (trial) => plainly("127.0.0.1", port, trial, zone), sent);
    const hairpin = addressOf(home.hairpin);
    await compare(
      zone,
      (trial) => plainly(hairpin, portOf("farm.http"), trial, zone),
      sent,
      home.neighbour.own,
    );
  });

  test("at the router itself, by a container of its network", () =>
    compare(
      zone,
      (trial) => plainly(addressOf(home.router[zone]), portOf("router.web"), trial, zone),
      past,
      home.neighbour[zone],
    ));
});

test("at the router's published port", async () => {
  const [to = "", port = 0] = portsOf(home.gate.own, "gate.web");
  await compare("own", (trial) => plainly(to, port, trial, "own"), openGate);
});

test("at the router's gate, by a container of its network", () =>
  compare(
    "own",
    (trial) => plainly(addressOf(home.gate.own), portOf("gate.web"), trial, "own"),
    openGate,
    home.neighbour.own,
  ));

test.each([
  ["the router", "router", "router.web"],
  ["the gate", "gate", "gate.web"],
  ["the hairpin", "hairpin", "farm.http"],
  ["the farm", "farm", "farm.http"],
] as const)("who claims to be the farm by the PROXY protocol gets no more at %s", async (_, place, door) => {
  const container = place === "farm" || place === "hairpin" ? home[place] : home[place].own;
  const first = `PROXY TCP4 ${addressOf(home.farm)} ${addressOf(container)} 40000 80\r\n`;
  const asked = trials.map((trial) => ({
    ...plainly(addressOf(container), portOf(door), trial, "own"),
    first,
  }));
  const closed = trials.map(({ past }) => past !== 200);
  for (const [at, { text }] of (await askAll(asked, home.neighbour.own)).entries())
    expect([trials[at]?.name, closed[at] && text.includes('"answer"')]).toEqual([trials[at]?.name, false]);
});

describe("on the wire", () => {
  const onWire = (tls?: Asked["tls"]) => (trial: Trial) => ({
    ...plainly(addressOf(home.gate.other), portOf("gate.web"), trial, "other"),
    tls,
  });

  test.each([
    ["without TLS", () => undefined],
    ["without a certificate", () => ({ servername: home.wire.servername })],
    ["with a visitor's", () => ({ ...home.wire, ...keysOf(home.proofs.person) })],
  ])("%s", (_, tls) =>
    compare(
      "other",
      (trial) => onWire(tls())(trial),
      () => "no connection",
      home.neighbour.other,
    ),
  );

  test("with a farm's certificate, from an address of which nobody was told", () =>
    compare("other", (trial) => onWire(home.wire)(trial), past, home.neighbour.other));
});

const keysOf = ({ chain, key }: { chain: string; key: string }) => ({ cert: chain, key });

describe.each(Object.entries(doors).filter(([, kind]) => kind === "nothing"))("at %s", (door) => {
  const [place = ""] = door.split(".");

  test.each(zones)(
    "nobody gets anything of a service of %s, nor by the name at which farms ask",
    async (zone) => {
      const container = { farm: home.farm, gate: home.gate[zone], router: home.router[zone] }[place];
      if (!container) return;
      const asked = trials.map((trial) => plainly(addressOf(container), ports[door] ?? 0, trial, zone));
      const services = ["open", "near", "away", "guarded", "strict", "people", "people.desk", "part"];
      const ready = services.map((name) => {
        const [service = "", way] = name.split(".");
        return { ...(asked[0] as Asked), host: readinessHost(`${service}-${zone}${way ? `.${way}` : ""}`) };
      });
      const here = place === "farm" ? "own" : zone;
      for (const { text } of await askAll([...asked, ...ready], home.neighbour[here]))
        expect(text).not.toContain('"answer"');
    },
  );
});

test("the farm is told whether a service can serve, at the names that nobody else is told at", async () => {
  for (const zone of zones)
    for (const port of ["router.web", "router.ping"]) {
      const [got] = await askAll(
        [
          {
            ...plainly(addressOf(home.router[zone]), ports[port] ?? 0, trials[0] as Trial, zone),
            host: readinessHost(`people-${zone}`),
          },
        ],
        home.neighbour[zone],
      );
      expect([zone, port, got?.outcome]).toEqual([zone, port, 404]);
    }
});

describe("there is no other door", () => {
  test.each(["farm", "gate", "router", "hairpin"] as const)("of a %s", async (place) => {
    const all = place === "farm" || place === "hairpin" ? [home[place]] : Object.values(home[place]);
    const known = Object.entries(ports)
      .filter(([door]) => door.startsWith(`${place}.`))
      .map(([, port]) => port);
    const visitors = [
      portOf("farm.http"),
      portOf("farm.https"),
      ...published(home.farm).map(({ port }) => port),
    ];
    for (const one of all) {
      const listened = listenedBy(one);
      expect(listened.length).toBeGreaterThan(0);
      expect(place === "hairpin" ? visitors : known).toEqual(expect.arrayContaining(listened));
      for (const { internal } of published(one)) expect(known).toContain(Number(internal.split("/")[0]));
    }
  });
});

/** Ports of a container at which others than itself can ask. */
function listenedBy({ Id }: Container): number[] {
  const lines = inside(Id, "cat /proc/net/tcp /proc/net/tcp6").said.split("\n");
  const listening = lines.flatMap((line) => {
    const [, at = "", , state] = line.trim().split(/\s+/);
    const [address = "", port = ""] = at.split(":");
    const isOwn = /^0{8}$|^0{32}$/.test(address);
    return state === "0A" && isOwn ? [Number.parseInt(port, 16)] : [];
  });
  return [...new Set(listening)].sort((a, b) => a - b);
}

/** Where a port of a container is published. */
function portsOf(container: Container, door: keyof typeof doors): [string, number] | [] {
  const found = published(container).find(({ internal }) => internal === `${ports[door]}/tcp`);
  return found ? [found.ip, found.port] : [];
}
