import { X509Certificate } from "node:crypto";
import * as tls from "node:tls";
import * as fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { planStore } from "../../../components/front/certificates/plan";
import { pathOf, renderStore } from "../../../components/front/certificates/store";
import { withKey } from "../../../components/front/certificates/storing";
import { clientCheckedDomains, wantedCertificates } from "../../../components/front/farm/certificates";
import { renderFarm } from "../../../components/front/farm/config";
import { ownDestinations } from "../../../components/front/farm/destination";
import { servedBy } from "../../../components/front/farm/domains";
import { partlyServed } from "../../../components/front/farm/unclaimed";
import { renderApply } from "../../../components/front/haproxy/apply";
import { renderStart } from "../../../components/front/haproxy/start";
import { type Decision, decisionFor } from "../../../components/shared/precedence";
import { buildTestImages } from "../../images/build";
import { testImages } from "../../images/tags";
import { type Issuer, makeCertificate } from "../../support/certificates";
import { farms } from "../../unit/cases";
import { allHosts } from "../../unit/shared/claims";
import { docker } from "../alone";
import { withoutAgain } from "../withoutAgain";
import { connect } from "./connection";
import { decided, type MadeService, people, serviceSets } from "./sets";

/** Any set of names at a real HAProxy: what it shows, what it asks for, and where it sends, against the one function. */

type People = (typeof people)[number];

const sets = 8;
let id: string;
let port: number;
let leaves: Issuer[];
let authorities: Record<People, Issuer>;
let persons: Record<People, Issuer>;

beforeAll(async () => {
  await buildTestImages(() => {});
  const of = async (name: string, by?: Issuer) => makeCertificate({ names: [`${name}.example.org`], by });
  const [staff, board] = await Promise.all(people.map((name) => of(name)));
  authorities = { staff, board } as Record<People, Issuer>;
  persons = { staff: await of("anna", staff), board: await of("director", board) };
  // Of two that fit, HAProxy prefers the elliptic one: both kinds of keys are among them.
  leaves = await Promise.all(
    Array.from({ length: 7 }, (_, at) => makeCertificate({ key: at % 2 === 0 ? "ec" : "rsa" })),
  );
  const run = ["run", "-d", "--rm", "-p", "127.0.0.1::443", "--entrypoint", "sh", testImages.haproxy];
  id = docker([...run, "-c", renderStart(false)]).said.trim();
  port = Number(docker(["port", id, "443"]).said.trim().split(":").at(-1));
});
afterAll(() => void docker(["rm", "-f", id]));

/** The certificate of a service, whichever of its names it is shown for. */
const leafOf = (service: string): Issuer => leaves[Number(service.slice(1))] as Issuer;

const fingerprintOf = ({ pem }: Issuer): string => new X509Certificate(pem).fingerprint256;

/** Has the farm serve a set. Instead of sending anything on, it says where. */
function serve(services: readonly MadeService[]): void {
  const wanted = wantedCertificates(services).map((one) => ({
    ...one,
    clientAuthority: one.clientAuthority && authorities[one.clientAuthority as People].pem,
    chain: leafOf(one.service).chain,
  }));
  const plan = planStore(wanted);
  const files = plan.leaves.map((file, at) => withKey(file, leafOf(wanted[at]?.service ?? "s0").key));
  const config = renderFarm({
    ...farms.none,
    routers: ["attic", "cellar"].map((name) => ({ name, host: name, maxRequests: 1000 })),
    ...servedBy("farm", services),
    partly: partlyServed(services),
    destinations: ownDestinations(services),
    rateLimit: "off",
    tls: { list: pathOf(plan.list), clientChecked: clientCheckedDomains(services), hstsDays: 0 },
  });
  const text = withoutAgain(config.text).replaceAll(
    /^(backend (router|service)_.*)\n(?: .*\n)*/gm,
    (_, head: string) =>
      `${head}\n    http-request return status 200 content-type text/plain string ${head.split(" ")[1]}\n`,
  );
  for (const script of [
    renderStore("certificates", [...files, ...plan.clients, plan.list]),
    renderApply({ ...config, text }),
  ])
    expect(docker(["exec", "-i", id, "sh"], script)).toEqual({ status: 0, said: "" });
}

/** Where requests for a name go. */
function backendOf({ claims: [first] }: Decision<MadeService>): string {
  const routers = first?.routers ?? [];
  return routers.length === 1 ? `router_${routers[0]?.routerName}` : "service";
}

const authorityOf = (decision: Decision<MadeService> | undefined) => decision?.claims[0]?.clientAuthority;

/** How a host may be written. */
const spellings = [
  (host: string) => host,
  (host: string) => `${host.toUpperCase()}:7443`,
  (host: string) => `${host}.`,
  (host: string) => `${host}.:443`,
];

test("of any set, each name has its certificate, its visitors and its router, on any connection", async () => {
  await fc.assert(
    fc.asyncProperty(serviceSets, async (services) => {
      serve(services);
      const decisions = decided(services);
      for (const name of allHosts)
        for (const who of [undefined, ...people]) await visit(services, decisions, name, who);
    }),
    { numRuns: sets, endOnFailure: true, examples: [[openBelowClosed]] },
  );
});

const service = (at: number, ...domains: string[]): MadeService => ({
  serviceName: `s${at}`,
  domains,
  routers: [{ routerName: "attic" }],
  stickySessions: false,
  stripPrefix: false,
  webdavDestination: "http",
});
const openBelowClosed: MadeService[] = [
  { ...service(0, "*.example.org", "example.net"), clientAuthority: "staff" },
  service(1, "b.example.org", "*.example.net"),
  { ...service(2, "a.example.net"), clientAuthority: "board" },
];

test.each([
  ["a list", "a.example.org,b.example.org"],
  ["a list, the open one first", "b.example.org,a.example.org"],
  ["a label with a comma", "x,b.example.org"],
  ["a user's name", "a.example.org@b.example.org"],
  ["two ports", "b.example.org:1:a.example.org"],
  ["two dots", "a.example.org.."],
  ["nothing", ""],
  ["a port alone", ":443"],
  ["an address", "127.0.0.1"],
  ["an address of IPv6", "[::1]:443"],
  ["brackets", "[a.example.org]:443"],
  ["its encoded form", "%61.example.org"],
  ["a name that is not written in ASCII", "b\u00fccher.example.org"],
])("whoever came by an open name and asks for %s gets nothing", async (_, host) => {
  serve(openBelowClosed);
  for (const head of [`GET /a HTTP/1.1\r\nHost: ${host}`, `GET https://${host}/a HTTP/1.1\r\nHost: ${host}`])
    expect(await statusOf(`${head}\r\n`)).toBeOneOf(nothing);
});

const nothing = [400, 404, 421];

test.each([
  ["by two headers", "GET /a HTTP/1.1\r\nHost: b.example.org\r\nHost: a.example.org\r\n"],
  ["by an address beside another header", "GET https://a.example.org/a HTTP/1.1\r\nHost: b.example.org\r\n"],
  ["the other way round", "GET https://b.example.org/a HTTP/1.1\r\nHost: a.example.org\r\n"],
  ["for a tunnel", "CONNECT a.example.org:443 HTTP/1.1\r\nHost: b.example.org\r\n"],
  ["by an older protocol", "GET /a HTTP/1.0\r\nHost: a.example.org\r\n"],
  [
    "for a websocket",
    "GET /a HTTP/1.1\r\nHost: a.example.org\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n",
  ],
])("whoever came by an open name and asks for a closed one %s gets nothing", async (_, head) => {
  serve(openBelowClosed);
  expect(await statusOf(head)).toBeOneOf(nothing);
});

test("whoever names none, as for an address, has no connection", async () => {
  serve(openBelowClosed);
  expect(await connect(port, "")).toBeUndefined();
});

/** What is answered to these very bytes on the connection of an open name. */
async function statusOf(head: string): Promise<number> {
  const said = await new Promise<string>((resolve) => {
    let text = "";
    const to = { host: "127.0.0.1", port, servername: "b.example.org", rejectUnauthorized: false };
    const socket = tls.connect(to, () =>
      socket.write(Buffer.from(`${head}Connection: close\r\n\r\n`, "latin1")),
    );
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
    });
    socket.on("error", () => {});
    socket.on("close", () => resolve(text));
  });
  return Number(/^HTTP\/1.[01] (\d+)/.exec(said)?.[1]);
}

/** A name that is asked for in TLS has no letter case. */
const written = (name: string): string => (name.length % 2 === 0 ? name : name.toUpperCase());

async function visit(
  services: readonly MadeService[],
  decisions: readonly Decision<MadeService>[],
  name: string,
  who: People | undefined,
): Promise<void> {
  const decision = decisionFor(decisions, name);
  const authority = authorityOf(decision);
  const isLetIn = decision !== undefined && (authority === undefined || authority === who);
  const connection = await connect(port, written(name), who && persons[who]);
  expect([name, who, connection !== undefined]).toEqual([name, who, isLetIn]);
  if (!connection || !decision) return;
  try {
    expect([name, certificatesOf(services, decision)]).toEqual([
      name,
      expect.arrayContaining([connection.shown]),
    ]);
    for (const [at, host] of allHosts.entries()) {
      const spelled = spellings[at % spellings.length]?.(host) ?? host;
      expect([name, who, host, await connection.ask(spelled, "/a")]).toEqual([
        name,
        who,
        host,
        expected(decisions, name, host),
      ]);
    }
  } finally {
    connection.end();
  }
}

/**
 * Those that may be shown for a name: its own; and where that is not elliptic, an elliptic one of its wildcard, whose
 * visitors are asked for the same.
 */
function certificatesOf(services: readonly MadeService[], decision: Decision<MadeService>): string[] {
  const first = (name: string) => services.find(({ domains }) => domains.includes(name));
  const own = leafOf(first(decision.name)?.serviceName ?? "s0");
  const wildcard = first(decision.name.replace(/^[^.]+/, "*"));
  const isElliptic = (leaf: Issuer) => new X509Certificate(leaf.pem).publicKey.asymmetricKeyType === "ec";
  return [
    fingerprintOf(own),
    ...(wildcard && wildcard.clientAuthority === authorityOf(decision) && !isElliptic(own)
      ? [fingerprintOf(leafOf(wildcard.serviceName))]
      : []),
  ];
}

/** What is answered for a host on the connection of a name that let its visitor in. */
function expected(decisions: readonly Decision<MadeService>[], name: string, host: string) {
  const decision = decisionFor(decisions, host);
  if (!decision) return expect.objectContaining({ status: 404 });
  if (authorityOf(decision) !== undefined && host !== name) return expect.objectContaining({ status: 421 });
  return { status: 200, text: expect.stringMatching(new RegExp(`^${backendOf(decision)}`)) };
}
