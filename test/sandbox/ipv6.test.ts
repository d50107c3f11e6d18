import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { ask } from "../support/http";
import { keyFile } from "../support/machine/enter";
import { installEngine, loadImages } from "../support/machine/images";
import { newSshKeys } from "../support/machine/keys";
import type { Machine } from "../support/machine/machine";
import { type MachineNetwork, openNetwork } from "../support/machine/network";
import { reaches } from "../support/machine/reaches";
import { startMachine } from "../support/machine/start";
import { trust } from "../support/trust";
import { type Sandbox, startSandbox } from "./sandbox";

/** Both environments on a machine that is entered by IPv6, with visitors of both kinds and a firewall. */

const keys = newSshKeys();
const file = keyFile(keys.privateKey);
const ports = { http: 17070, https: 17443, stats: 18404, router: 1088 };
const offsets = { prod: 0, staging: 101 } as const;
const stacks = ["prod", "staging"] as const;
const prefix = "fd12:3456:789a";

let network: MachineNetwork;
let host: Machine;
let far: Machine;
let sandbox: Sandbox;

beforeAll(async () => {
  await buildTestImages(() => {});
  network = await openNetwork({ ipv6: true });
  const common = { network, authorizedKey: keys.publicKey };
  [host, far] = await Promise.all([
    startMachine({ ...common, name: "host" }),
    startMachine({ ...common, name: "far" }),
  ]);
  await installEngine(host);
  const { haproxy, traefik, echo, site } = testImages;
  await loadImages(host, [haproxy, traefik, echo, site]);
  const setup = {
    daemon: { ip6tables: true, experimental: true },
    firewall: { public: [ports.https, ports.https + offsets.staging] },
  };
  const infra = {
    ...{ kind: "ssh", address: host.address6, hostKey: host.hostKey },
    key: { from: "file", path: file.path },
    setup,
  };
  const own = (subnet: string, subnet6: string) => ({
    "homeport:network": { subnet, subnet6, bindAddress: "::", privateAddress: host.address6 },
  });
  sandbox = await startSandbox({
    stacks: [...stacks],
    config: { "homeport:ports": ports, "homeport:images": testImages, "homeport:hosts": { infra } },
    stackConfig: {
      prod: own("10.213.40.0/24", `${prefix}:40::/64`),
      staging: own("10.213.41.0/24", `${prefix}:41::/64`),
    },
  });
  for (const stack of stacks) {
    const authority = String(sandbox.outputs[stack]?.authority?.value);
    for (const address of [address6(), host.address]) trust(at(stack, address), authority);
  }
});

afterAll(async () => {
  await sandbox?.stop();
  await Promise.all([host, far].map((machine) => machine?.stop()));
  await network?.close();
  file.remove();
});

const address6 = () => `[${host.address6}]`;
const portOf = (stack: (typeof stacks)[number]) => ports.https + offsets[stack];
const at = (stack: (typeof stacks)[number], address: string) => `https://${address}:${portOf(stack)}`;

/** Addresses of this machine in the network of the machines. */
const ownAddress = () => network.subnet.replace(/0\/24$/, "1");
const ownAddress6 = () => host.address6?.replace(/::.*$/, "::1");

describe.each(stacks)("%s", (stack) => {
  test.each([
    ["IPv6", address6, ownAddress6],
    ["IPv4", () => host.address, ownAddress],
  ])("a visitor by %s is answered, and known by the own address", async (_, address, own) => {
    const answer = await ask(at(stack, address()), "notes.example.org", "/", {
      headers: { "X-Forwarded-For": "2001:db8::66" },
    });
    expect(answer.status).toBe(200);
    expect(answer.json().headers["x-forwarded-for"].split(", ")[0]).toBe(own());
    expect(answer.json().headers["x-real-ip"]).toBe(own());
  });

  test("what is printed can be pasted", () => {
    const { addresses, services } = sandbox.outputs[stack] ?? {};
    expect(addresses?.value).toMatchObject({ https: at(stack, address6()) });
    const { blog } = (services?.value ?? {}) as Record<string, { curl: string }>;
    const resolved = `--resolve 'blog.example.org:${portOf(stack)}:${address6()}'`;
    expect(blog?.curl).toContain(resolved);
  });
});

test("the firewall lets in by IPv6 what it lets in by IPv4, and nothing else", async () => {
  for (const address of [host.address, host.address6 ?? ""]) {
    const reached = [ports.https, ports.https + offsets.staging, ports.http, ports.stats, ports.router];
    const seen = await Promise.all(reached.map((port) => reaches(far, address, port)));
    expect([address, seen]).toEqual([address, [true, true, false, false, false]]);
  }
});

/** Name of a running container on the machine. */
const containerOf = async (stack: string, component: string): Promise<string> => {
  const filters = [`environment=${stack}`, `component=${component}`].map(
    (one) => `--filter label=homeport.${one}`,
  );
  return (
    await host.run(`docker ps ${filters.join(" ")} --format '{{.Names}}' | grep -v gate | head -n 1`)
  ).trim();
};
const sixOf = async (container: string): Promise<string> => {
  const format = "{{range .NetworkSettings.Networks}}{{.GlobalIPv6Address}}{{end}}";
  return (await host.run(`docker inspect -f '${format}' ${container}`)).trim();
};
/** The status of an answer to a container; 0 where there is none. */
const statusFor = async (container: string, address: string, port: number): Promise<number> => {
  const url = `http://[${address}]:${port}/`;
  const said = await host.run(`docker exec ${container} wget -S -T 2 -O /dev/null '${url}' 2>&1 || :`);
  return Number(/(?:HTTP\/1.1|error:|server returned error: HTTP\/1.1) (\d{3})/.exec(said)?.[1] ?? 0);
};

test("environments do not reach each other by IPv6", async () => {
  const notes = await sixOf(await containerOf("prod", "notes"));
  expect(notes).toMatch(/^fd12:3456:789a:40::/);
  expect(await statusFor(await containerOf("prod", "router"), notes, 8080)).toBe(200);
  expect(await statusFor(await containerOf("staging", "router"), notes, 8080)).toBe(0);
});

test("containers of the environment see no statistics by IPv6 either", async () => {
  const farm = await sixOf(await containerOf("prod", "farm"));
  expect(await statusFor(await containerOf("prod", "router"), farm, 8404)).toBe(403);
});
