import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { planAddresses } from "../../components/shared/subnet";
import { type Pebble, startPebble } from "../sandbox/acme/pebble";
import { CertificatesOnHost } from "../sandbox/certificatesOnHost";
import { idLabel } from "../sandbox/clean";
import type { Config } from "../sandbox/messages";
import { type Issuer, makeCertificate } from "../support/certificates";
import { containers, docker, logsOf, runIn } from "../support/containers";
import { addressesAt, onFreeSubnet } from "../support/freeSubnet";
import { ask } from "../support/http";
import type { LoadReport } from "../support/load";
import { handshake } from "../support/tls";
import { waitFor } from "../support/wait";
import { commandLinesDuring } from "./commandLines";
import { e2e } from "./floor";
import type { Home } from "./home";
import { farm, lossesOf, running, whileAsking } from "./life/opened";
import { everything } from "./life/unchanged";
import { subnets, Workspace } from "./workspace";

const host = "blog.example.org";
const domains = [host, "shop.example.org"];
/** Nobody knows the root of an authority before it is made. */
const anyone = { origin: farm, host, unverified: true };
const visitors = [
  { ...anyone, rate: 100 },
  { ...anyone, rate: 20, newConnections: true },
];

/** One running stack whose certificates come from one source after the other, by that one setting. */
e2e("the source of certificates", () => {
  const files = new CertificatesOnHost();
  const acme = new CertificatesOnHost();
  let workspace: Workspace;
  let home: Home;
  let pebble: Pebble;
  let filesRoot: Issuer;
  const said: string[] = [];
  const commandLines: string[] = [];
  const secrets = new Map<string, string>();
  const rows: object[] = [];

  beforeAll(async () => {
    workspace = await Workspace.open("certified");
    home = await workspace.stack("prod");
    filesRoot = await makeCertificate({ names: ["root.example.org"] });
    for (const domain of domains) {
      const issued = await makeCertificate({ names: [domain], by: filesRoot });
      files.issue(domain, issued);
      remember(`key of the file of ${domain}`, issued.key);
    }
    said.push((await home.up()).told);
    await rememberState();
    const own = await onFreeSubnet((prefix) =>
      docker.createNetwork({
        Name: `homeport-acme-${workspace.id}`,
        IPAM: addressesAt(prefix),
        Labels: { [idLabel]: workspace.id },
      }),
    );
    pebble = await startPebble({
      networks: [own.id],
      address: planAddresses(subnets.prod).farm,
      labels: { [idLabel]: workspace.id },
    });
    await pebble.joinSubnet(subnets.prod);
  });
  afterAll(async () => {
    console.table(rows);
    await pebble?.stop();
    await workspace?.close();
    for (const directory of [files, acme]) directory.remove();
  });

  /** A line of a key that is in no other. */
  function remember(what: string, pem: string): void {
    const [, , line = ""] = pem.split("\n");
    expect(line.length, what).toBeGreaterThan(20);
    secrets.set(what, line);
  }

  /** The keys of the private authority and of what it issued. */
  async function rememberState(): Promise<void> {
    const state = await home.cli("stack", "export", "--show-secrets");
    const keys = [...new Set(state.match(/-----BEGIN EC PRIVATE KEY-----[^"]*?-----END/g))];
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) remember(`key ${secrets.size} of the state`, key.replaceAll(/\\+n/g, "\n"));
  }

  /** Changes the setting while visitors ask; none may notice more than another certificate. */
  async function exchange(to: string, change: Config): Promise<void> {
    const containersOfFarm = (await running(home, "farm")).map(({ Id }) => Id);
    // Objects are merged: nothing of the source before may stay.
    home.configure({ "homeport:certificates": undefined });
    home.configure(change);
    said.push((await home.preview()).told);
    const { reports, result } = await whileAsking(visitors, async () => {
      let told = "";
      commandLines.push(
        ...(await commandLinesDuring(async () => {
          const run = await home.up();
          told = run.told;
        })),
      );
      return told;
    });
    said.push(result);
    const [kept, opened] = reports as [LoadReport, LoadReport];
    rows.push({
      to,
      sent: kept.sent + opened.sent,
      connections: kept.connections + opened.connections,
      notConnected: kept.notConnected + opened.notConnected,
      lost: kept.failed + opened.failed,
    });
    expect(lossesOf(reports)).toEqual([]);
    expect(reports.map(({ notConnected }) => notConnected)).toEqual([0, 0]);
    expect((await running(home, "farm")).map(({ Id }) => Id)).toEqual(containersOfFarm);
  }

  async function expectIssuedBy(root: string): Promise<void> {
    for (const domain of domains) {
      await waitFor(`${domain} to have its certificate`, async () => {
        const made = await handshake(farm, domain, { ca: root });
        return !("refused" in made);
      });
      expect((await ask(farm, domain, "/", { ca: root })).json().answer).toBe("prod");
    }
  }

  const authority = async () => (await home.outputs()).authority as string;
  const filesOf = (directory: CertificatesOnHost): Config => ({
    "homeport:certificates": { source: "files", directory: directory.directory },
  });
  const acmeOf = ({ directoryUrl: server, authorityFile, dns }: Pebble): Config => ({
    "homeport:certificates": {
      source: "acme",
      server,
      authorityFile,
      directory: acme.directory,
      challenge: { kind: "dns-01", ...dns, credentials: Object.keys(dns.credentials) },
    },
  });
  const authorityConfig: Config = { "homeport:certificates": undefined };

  const settled = () => {
    test("nothing is left to do, and nothing has drifted", async () => {
      await home.unchanged();
      await home.undrifted();
    });
  };

  const keptAreHaproxys = () => {
    test("the keys that the farm was brought are HAProxy's alone", async () => {
      const [container] = await running(home, "farm");
      if (!container) throw new Error("there is no farm");
      const listed = await runIn(container, ["sh", "-c", "stat -c '%a %u' /certificates/*.pem"]);
      expect(listed).toBe("600 99\n".repeat(domains.length));
    });
  };

  describe("from the authority to files", () => {
    test("loses nothing", () => exchange("files", filesOf(files)));
    test("every name has the file's certificate", () => expectIssuedBy(filesRoot.pem));
    settled();
    keptAreHaproxys();

    test("with names that no file is for is refused at preview and at update: what ran goes on", async () => {
      const before = await everything(home.labels);
      home.configure({ "scenario:names": ["shop.example.org", "missing.example.org"] });
      for (const run of [await home.tryPreview(), await home.tryUp()])
        expect(run.failure).toMatch(/missing\.example\.org: no certificate in .* is for this name/);
      home.configure({ "scenario:names": undefined });
      expect(await everything(home.labels)).toEqual(before);
      await expectIssuedBy(filesRoot.pem);
    });
  });

  describe("from files to the authority", () => {
    test("loses nothing", () => exchange("authority", authorityConfig));
    test("every name has the authority's certificate", async () => {
      await rememberState();
      await expectIssuedBy(await authority());
    });
    settled();
  });

  describe("from the authority to ACME", () => {
    test("loses nothing: each name keeps its certificate until it has the new one", async () => {
      for (const [name, value] of Object.entries(pebble.dns.credentials)) {
        await home.keepSecret(`secrets:${name}`, value);
        secrets.set(name, value);
      }
      await exchange("acme", acmeOf(pebble));
    });
    test("every name has the server's certificate", async () => {
      await expectIssuedBy(await pebble.rootPem());
      for (const domain of domains)
        remember(`issued key of ${domain}`, acme.sh(`cat prod/live/${domain}/privkey.pem`));
    });
    settled();
    keptAreHaproxys();

    test("no secret is in clear in what is shown, kept or logged", async () => {
      const shown: Record<string, string> = {
        "output and events": said.join("\n"),
        "command lines": commandLines.join("\n"),
        "stack export": await home.cli("stack", "export"),
        "stack output": await home.cli("stack", "output", "--json"),
      };
      for (const { Id, Name } of await containers(home.labels)) {
        shown[`inspect ${Name}`] = JSON.stringify(await docker.getContainer(Id).inspect());
        shown[`log of ${Name}`] = await logsOf(Id);
      }
      expect(secrets.size).toBeGreaterThanOrEqual(8);
      expect(shown["command lines"]).toContain("docker\0exec");
      for (const [where, text] of Object.entries(shown)) {
        const found = [...secrets].filter(([, secret]) => text.includes(secret)).map(([what]) => what);
        expect(found, where).toEqual([]);
      }
    });
  });

  describe("from ACME to files", () => {
    test("loses nothing", () => exchange("files", filesOf(files)));
    test("every name has the file's certificate", () => expectIssuedBy(filesRoot.pem));
    settled();
  });
});
