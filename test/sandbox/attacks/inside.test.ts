import { afterAll, beforeAll, expect, test } from "vitest";
import { pathIn, renderStore, storedFile } from "../../../components/front/certificates/store";
import { hairpinSize, renderHairpin, renderHairpinStart } from "../../../components/front/hairpin/config";
import { renderApply } from "../../../components/front/haproxy/apply";
import { capacityOf } from "../../../components/front/haproxy/capacity";
import { renderStart } from "../../../components/front/haproxy/start";
import type { ConfigFile } from "../../../components/front/haproxy/text";
import { gatePorts, renderGate } from "../../../components/router/gateConfig";
import { buildTestImages } from "../../images/build";
import { testImages } from "../../images/tags";
import { makeCertificate } from "../../support/certificates";
import { routes } from "../../unit/cases";
import { docker } from "../alone";
import { beginSiege, type Outcome, type Siege, siegeNames } from "./siege";

/** What one address can take of the doors that visitors do not see: the names inside, and the wire between hosts. */

const far = "far.example.org";
const { haproxy } = testImages;
const sh = ["--entrypoint", "sh", "--", "-c"];
let siege: Siege;
const ends: (() => void)[] = [];

const addressOf = (id: string): string =>
  docker(["inspect", "-f", "{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}", id]).said.trim();

/** This router takes the word of no gate. */
const untold = (config: ConfigFile): ConfigFile => ({
  ...config,
  text: config.text.replaceAll(/(?<=:80) send-proxy-v2/g, ""),
});

beforeAll(async () => {
  await buildTestImages(() => {});
  siege = await beginSiege({ memory: "512MiB", atEnd: (end) => ends.push(end) });
}, 300_000);

afterAll(() => {
  for (const end of ends.reverse()) end();
});

function expectAllWell({ visitor, silent, lost }: Outcome): void {
  expect(Object.keys(visitor.answers), JSON.stringify(visitor)).toEqual(["200"]);
  expect(silent).toEqual({ health: 0, metrics: 0 });
  expect(lost).toEqual([]);
}

test("a container that holds connections to a name inside takes nobody else's", async () => {
  const door = { address: addressOf(siege.road.farm), http: 80, https: 443, tellsCaller: false };
  const config = renderHairpin({ publicPorts: { http: 80, https: 443 }, door });
  siege.road.start("hairpin", haproxy, ...sh, renderHairpinStart(config));
  const at = { door: { host: "hairpin", port: 443, tls: false } };
  const connections = hairpinSize.maxConnections * 1.5;
  const outcome = await siege.under(
    "idle",
    { ...at, connections },
    ({ opened, ended, refused }) => opened + refused > connections && ended + refused > 300,
    { door: { ...at.door, tls: true } },
  );
  expectAllWell(outcome);
}, 300_000);

test("whoever holds uploads to a router's published port takes nobody else's", async () => {
  const { connections, buffers } = capacityOf("512MiB");
  const gate = siege.road.start("published", haproxy, ...sh, renderStart(false));
  const config = renderGate({
    ...{ host: "router", maxConnections: connections, buffers, threads: 1, maxRequests: 1000, six: false },
    doors: ["web"],
  });
  expect(docker(["exec", "-i", gate, "sh"], renderApply(untold(config)))).toEqual({ status: 0, said: "" });
  const at = { door: { host: "published", port: gatePorts.web, tls: false } };
  const outcome = await siege.under(
    "slowBodies",
    { ...at, connections: 2500, path: "/count" },
    ({ opened, refused, answers }) => opened + refused > 2500 && (answers[429] ?? 0) > 0,
    at,
  );
  expectAllWell(outcome);
}, 300_000);

test("whoever is no farm and holds connections to a wire takes none of the farms'", async () => {
  const { road } = siege;
  const route = { ...routes.tcp, service: "far", domains: [far], servers: ["app:8080"] };
  expect(road.publish({ route, readySeconds: 60, drainSeconds: 0 }).status).toBe(0);
  const authority = await makeCertificate({ names: ["wire"] });
  const end = async (name: string) => {
    const { chain, key } = await makeCertificate({ names: [name], by: authority });
    const files = {
      authority: storedFile("far-authority", authority.pem, authority.pem),
      certificate: storedFile(`far-${name}`, chain, chain + key),
    };
    const store = renderStore("wire", Object.values(files));
    return {
      store,
      authority: pathIn("wire", files.authority),
      certificate: pathIn("wire", files.certificate),
    };
  };
  const [gates, farms] = [await end("far.internal"), await end("farm")];
  const { connections, buffers } = capacityOf("512MiB");
  const gate = road.start("gate", haproxy, ...sh, renderStart(false));
  const config = renderGate({
    ...{ host: "router", maxConnections: connections, buffers, threads: 1, maxRequests: 1000, six: false },
    doors: ["web"],
    wire: { ...gates, farms: [addressOf(road.farm)] },
  });
  for (const [id, script] of [
    [gate, gates.store + renderApply(untold(config))],
    [road.farm, farms.store],
  ] as const)
    expect(docker(["exec", "-i", id, "sh"], script)).toEqual({ status: 0, said: "" });
  const wire = { ...farms, port: gatePorts.web, name: "far.internal" };
  const names = [siegeNames.open, far];
  await road.configure([{ domains: names, ...(await makeCertificate({ names, by: road.root })) }], {
    domains: [
      { router: "router", domains: [siegeNames.open] },
      { router: "far", domains: [far] },
    ],
    routers: [
      { name: "router", host: "router", maxRequests: 1000 },
      { name: "far", address: addressOf(gate), maxRequests: 1000, wire },
    ],
  });
  const outcome = await siege.under(
    "idle",
    { connections: 3000, door: { host: "gate", port: gatePorts.web, tls: false } },
    ({ opened, ended, refused }) => opened + refused > 3000 && ended + refused > 1000,
    { name: far },
  );
  expectAllWell(outcome);
}, 300_000);
