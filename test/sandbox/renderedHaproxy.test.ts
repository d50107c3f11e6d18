import * as path from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { renderListLine } from "../../components/front/certificates/list";
import { pathOf, renderStore, storedFile } from "../../components/front/certificates/store";
import type { WireFiles } from "../../components/front/certificates/wire";
import { renderFarm } from "../../components/front/farm/config";
import type { FarmConfig } from "../../components/front/farm/farmConfig";
import { farmPorts } from "../../components/front/farm/ports";
import type { FarmRouter } from "../../components/front/farm/servers";
import { renderHairpin, renderHairpinStart } from "../../components/front/hairpin/config";
import { keptList, renderApply } from "../../components/front/haproxy/apply";
import { allConnections, filesFor } from "../../components/front/haproxy/capacity";
import { renderLive } from "../../components/front/haproxy/live";
import { configPath } from "../../components/front/haproxy/paths";
import { renderAnswers, renderStart } from "../../components/front/haproxy/start";
import { serverStates } from "../../components/front/haproxy/states";
import { type ConfigFile, statesPath } from "../../components/front/haproxy/text";
import { type PortConfig, renderPort } from "../../components/ports/config";
import { renderGate } from "../../components/router/gateConfig";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { makeCertificate, type TestCertificate } from "../support/certificates";
import { waitFor } from "../support/wait";
import { farms, gates, hairpins, ports } from "../unit/cases";
import { containerWith, docker, inside } from "./alone";

/** The same texts that the golden files hold, shown to HAProxy. */

let made: TestCertificate;
beforeAll(async () => {
  await buildTestImages(() => {});
  made = await makeCertificate({ names: ["blog.example.org", "*.consoles.example.org"] });
});

/** The files of the wires of every case. */
function wires(): string {
  const named = (wire?: WireFiles) =>
    wire ? [path.basename(wire.authority), path.basename(wire.certificate)] : [];
  const names = [
    ...named(gates["gate-wire"].wire),
    ...Object.values<FarmConfig>(farms).flatMap(({ routers }) => routers.flatMap(({ wire }) => named(wire))),
    ...Object.values<PortConfig>(ports).flatMap(({ far = [] }) => far.flatMap(({ wire }) => named(wire))),
  ];
  return renderStore(
    "wire",
    [...new Set(names)].map((name) => ({ name, text: made.chain + made.key })),
  );
}

/** The farm of a case with certificates that are there. */
function withCertificates(config: FarmConfig) {
  const leaf = storedFile("leaf", made.pem, made.chain + made.key);
  const clients = storedFile("clients", made.pem, made.pem);
  const { clientChecked } = config.tls;
  const lines = [
    renderListLine({ file: pathOf(leaf), domains: ["blog.example.org"] }),
    renderListLine({
      file: pathOf(leaf),
      domains: clientChecked,
      clientAuthority: clientChecked.length > 0 ? pathOf(clients) : undefined,
    }),
  ];
  const list = storedFile("list", "list", `${lines.join("\n")}\n`);
  const placeholder = config.tls.placeholder && pathOf(leaf);
  const former = config.tls.former && pathOf(list);
  const told = storedFile("told", "told", "a page\n");
  const set = config.tls.set && pathOf(told);
  const ends = config.tls.ends && { ...config.tls.ends, file: pathOf(told) };
  return {
    store: `${renderStore("certificates", [leaf, clients, list, told])}${wires()}`,
    config: renderFarm({
      ...config,
      tls: { ...config.tls, list: pathOf(list), placeholder, former, set, ends },
    }),
  };
}

const check = ({ text, live = [] }: Pick<ConfigFile, "text" | "live">, store = "") =>
  docker(
    ["run", "--rm", "-i", "--network", "none", "--entrypoint", "sh", testImages.haproxy],
    `(${store || "true"})
${keptList(text)}${renderLive(live)}${statesOf(text)}cat > ${configPath} <<'EOF'
${text}EOF
haproxy -c -dW -f ${configPath}
`,
  );

/** Puts the states of a configuration's servers where it looks for them. */
function statesOf(text: string): string {
  const states = serverStates(text);
  return states ? `cat > ${statesPath(states)} <<'EOF'\n${states}EOF\n` : "";
}

describe.each(Object.entries(farms))("the farm %s", (_, farm) => {
  test("is accepted without a warning, or no deployment would get past it", () => {
    const { store, config } = withCertificates(farm);
    expect(check(config, store)).toEqual({ status: 0, said: "" });
  });
});

test("hundreds of the longest names are accepted: neither a line nor its words are too long", () => {
  const label = "x".repeat(63);
  const names = Array.from({ length: 120 }, (_, at) => `${label}.${label}.${label}.name-${at}.example.org`);
  const domains = [{ router: "router", domains: [...names, ...names.map((name) => `*.${name}`)] }];
  const { store, config } = withCertificates({ ...farms["one-router"], domains });
  expect(check(config, store)).toEqual({ status: 0, said: "" });
});

test("200 services on each of two hosts: the farm starts with the files that it may open", () => {
  const [cellar] = (farms["several-routers"] as FarmConfig).routers.filter(({ wire }) => wire);
  const routers = Array.from({ length: 2 }, (_, at) => ({ ...cellar, name: `router-${at}` }) as FarmRouter);
  const spread = Array.from({ length: 200 }, (_, at) => ({
    ...{ service: `service-${at}`, domains: [`service-${at}.example.org`], sticky: false },
    routers: routers.map(({ name }) => name),
  }));
  const files = filesFor(allConnections(farms["one-router"].maxConnections));
  const { store, config } = withCertificates({ ...farms["one-router"], routers, domains: [], spread });
  const script = `${store}${renderApply(config)}`;
  const id = containerWith(["--ulimit", `nofile=${files}`], testImages.haproxy, renderStart(false));
  expect(docker(["exec", "-i", id, "sh"], script)).toEqual({ status: 0, said: "" });
});

test.each(Object.entries(gates))("the %s is accepted without a warning", (_, gate) => {
  expect(check(renderGate(gate), wires())).toEqual({ status: 0, said: "" });
});

test.each(Object.entries(ports))("the port %s is accepted without a warning", (_, port) => {
  expect(check(renderPort(port), wires())).toEqual({ status: 0, said: "" });
});

describe.each(Object.entries(hairpins))("the hairpin %s", (_, config) => {
  test("is accepted without a warning", () => {
    expect(check({ text: renderHairpin(config) })).toEqual({ status: 0, said: "" });
  });

  test("starts with the configuration that its container brings along, and answers", () => {
    const id = containerWith(["--read-only"], testImages.haproxy, renderHairpinStart(renderHairpin(config)));
    expect(inside(id, renderAnswers())).toEqual({ status: 0, said: "" });
  });
});

test("what HAProxy does not know would be refused: the checks above say something", () => {
  const { status, said } = check({ text: renderGate(gates.gate).text.replace("mode tcp", "mode tpc") });
  expect(status).not.toBe(0);
  expect(said).toContain("tpc");
});

test("a farm without any service is accepted with an empty list of certificates, and its port kept", () => {
  const list = storedFile("list", "none", "\n");
  const placeholder = storedFile("placeholder", made.pem, made.chain + made.key);
  const shown = { list: pathOf(list), placeholder: pathOf(placeholder) };
  const configured = (tls: object) =>
    renderFarm({ ...farms.none, tls: { ...farms.none.tls, list: pathOf(list), ends: undefined, ...tls } });
  const store = renderStore("certificates", [list, placeholder]);
  expect(check(configured(shown), store)).toEqual({ status: 0, said: "" });
  expect(check(configured({}), store).said, "HAProxy wants one").toContain("no SSL certificate specified");
});

describe("a farm at work", () => {
  /** In words of the statistics: one check of three has failed, or two have where this machine was slow to look. */
  const stillUp = expect.stringMatching(/^UP [12]\/3$/);

  /** What the farm answers on a port without TLS, by its status and where it sends. */
  const asking = (id: string, port: number) => (host: string, words: string) => {
    const { said } = inside(
      id,
      `wget -S -O /dev/null ${words} --header 'Host: ${host}' http://127.0.0.1:${port}/a?b=c`,
    );
    return {
      status: /HTTP\/1.1 (\d+)/.exec(said)?.[1],
      location: /location: (\S+)/i.exec(said)?.[1],
    };
  };

  function farm(change = (text: string) => text, given: FarmConfig = farms["two-routers"]): string {
    const id = containerWith([], testImages.haproxy, renderStart(false));
    const { store, config } = withCertificates(given);
    expect(docker(["exec", "-i", id, "sh"], store)).toEqual({ status: 0, said: "" });
    const applied = docker(["exec", "-i", id, "sh"], renderApply({ ...config, text: change(config.text) }));
    expect(applied).toEqual({ status: 0, said: "" });
    return id;
  }

  test("sends on what is served, and answers what is not by itself", async () => {
    // The same rules on a port without TLS, which no tool of the image speaks.
    const ask = asking(
      farm((text) => text.replace(/bind :443 ssl .*/, "bind :443")),
      443,
    );
    const status = (host: string) => ask(host, "").status;
    // No router is there: what would be sent to one is answered with 503.
    await waitFor(
      "the farm to see that no router is there",
      async () => status("blog.example.org") === "503",
    );
    for (const host of [
      "blog.example.org",
      "BLOG.example.org",
      "old.example.net.",
      "blog.example.org.:7171",
      "new.example.org",
      "a.shops.example.org",
    ])
      expect([host, status(host)]).toEqual([host, "503"]);
    for (const host of [
      "example.net",
      "example.org",
      "newxexample.org",
      "a.new.example.org",
      "blog.example.org.evil.org",
    ])
      expect([host, status(host)]).toEqual([host, "404"]);
  });

  test("takes nobody for gone by one check, neither after its start nor after a reload", async () => {
    const { routers, ...rest } = farms["two-routers"];
    // An address at which nobody listens, as there is no DNS that would tell one.
    const id = farm(undefined, { ...rest, routers: routers.map((one) => ({ ...one, host: "127.0.0.1" })) });
    const ask = `wget -q -O - 'http://127.0.0.1:${farmPorts.stats}/stats;csv' | grep '^router_' | grep -v BACKEND`;
    /** What is thought of each router when its first check has failed. */
    const afterOneCheck = async () => {
      const seen = new Map<string, string>();
      await waitFor("a failed check of each", async () => {
        for (const line of inside(id, ask).said.trim().split("\n")) {
          const [section = "", , , , , , , , , , , , , , , , , status = "", , , , failed] = line.split(",");
          if (Number(failed) > 0 && !seen.has(section)) seen.set(section, status);
        }
        return seen.size === 2;
      });
      return [...seen.values()];
    };
    expect(await afterOneCheck()).toEqual([stillUp, stillUp]);
    inside(id, "kill -USR2 1");
    await waitFor("the reload", async () => inside(id, ask).said.includes(",UP,"));
    expect(await afterOneCheck()).toEqual([stillUp, stillUp]);
  });

  test("without TLS, sends a visitor to TLS and an unknown name nowhere", () => {
    const ask = asking(farm(), 80);
    const location = "https://blog.example.org:7544/a?b=c";
    expect(ask("BLOG.example.org.:7171", "--spider")).toEqual({ status: "301", location });
    expect(ask("blog.example.org", "--post-data x")).toEqual({ status: "308", location });
    expect(ask("unknown.example.net", "")).toEqual({ status: "404", location: undefined });
  });
});

test("a farm that has nothing more to do ends at once when it is stopped, and is not killed", () => {
  const id = containerWith(["--tmpfs", "/certificates:mode=1777"], testImages.haproxy, renderStart(true));
  const { store, config } = withCertificates(farms["one-router"]);
  expect(docker(["exec", "-i", id, "sh"], store)).toEqual({ status: 0, said: "" });
  expect(docker(["exec", "-i", id, "sh"], renderApply(config)).status).toBe(0);
  inside(id, "sleep 2");
  const stopped = Date.now();
  docker(["stop", "--time", "25", id]);
  expect(Date.now() - stopped).toBeLessThan(20_000);
});
