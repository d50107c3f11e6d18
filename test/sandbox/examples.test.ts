import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { buildTestImages } from "../images/build";
import { mariadbImage, resticImage, testImages, wordpressApacheImage } from "../images/tags";
import { type InstalledExamples, installExamples } from "../package/examples";
import { containers, docker, engineAddress, logsOf, published, runIn } from "../support/containers";
import { type Answer, ask } from "../support/http";
import { Author } from "../support/persons/author";
import { ResticServer } from "../support/resticServer";
import { trust } from "../support/trust";
import { waitFor } from "../support/wait";
import type { Config } from "./messages";
import { type Sandbox, startSandbox } from "./sandbox";

/** The projects in `examples/`, run from the packed package; nothing of them is changed but settings. */
let examples: InstalledExamples;
let sandbox: Sandbox | undefined;

const stack = "dev";
const ports = { http: 27270, https: 27243, stats: 27204 };
const { haproxy, traefik } = testImages;

beforeAll(async () => {
  await buildTestImages(() => {});
  examples = await installExamples();
});
afterEach(async () => {
  await sandbox?.stop();
});
afterAll(() => examples?.remove());

async function start(name: string, config: Config): Promise<Record<string, unknown>> {
  sandbox = await startSandbox({
    project: examples.folderOf(name),
    stacks: [stack],
    config: Object.fromEntries(
      Object.entries({ ports, ...config }).map(([key, value]) => [`${name}:${key}`, value]),
    ),
  });
  const outputs = Object.entries(sandbox.outputs[stack] ?? {});
  return Object.fromEntries(outputs.map(([key, { value }]) => [key, value]));
}

/** Asks a farm by its outputs alone. */
const visit = (
  { addresses, authority }: Record<string, unknown>,
  domain: string,
  path = "/",
): Promise<Answer> => ask((addresses as { https: string }).https, domain, path, { ca: authority as string });

const madeOf = (component: string) =>
  containers({ "homeport.sandbox": sandbox?.id ?? "", "homeport.component": component });

test("every program agrees with the package's types", () => examples.checkTypes(), 120_000);

test("one-service: a site in two containers", async () => {
  const home = await start("one-service", { images: { site: testImages.site, haproxy, traefik } });
  expect((await visit(home, "site.example.org")).status).toBe(200);
  expect((await visit(home, "other.example.org").catch(String)).toString()).toMatch(/alert|closed|reset/i);
  expect(await madeOf("site")).toHaveLength(2);
});

test("wordpress: the application is installed in a database that nobody but itself reaches", async () => {
  const images = { wordpress: wordpressApacheImage, mariadb: mariadbImage, haproxy, traefik };
  const home = await start("wordpress", { images });
  const { https } = home.addresses as { https: string };
  trust(https, home.authority as string);
  const author = new Author(https, "Notes of an example");
  expect((await author.install()).status).toBe(200);
  await author.logIn();
  expect((await author.get(await author.publish())).text).toContain(author.title);

  const [[database], [application]] = [await madeOf("blog/db"), await madeOf("blog/wordpress")];
  if (!database || !application) throw new Error("a container is missing");
  expect(published(database)).toEqual([]);
  expect(Object.keys(database.NetworkSettings.Networks)).toHaveLength(1);
  expect(Object.keys(application.NetworkSettings.Networks)).toHaveLength(2);
  expect(database.Mounts.filter(({ RW }) => RW).map(({ Destination }) => Destination)).toEqual([
    "/var/lib/mysql",
  ]);
  const password = await runIn(application, ["cat", "/run/secrets/db-password"]);
  expect(password).toMatch(/^\w{32}$/);
  expect(JSON.stringify([home, database, application])).not.toContain(password);
});

test("own-network: a container of the program's own has a name and TLS, and is found again when it is gone", async () => {
  const home = await start("own-network", { images: { shop: testImages.echo, haproxy } });
  const domain = "shop.example.org";
  const { headers } = (await visit(home, domain, "/anything?at=all")).json();
  expect(headers["x-forwarded-proto"]).toBe("https");
  const [shop] = await containers({ "homeport.sandbox": sandbox?.id ?? "" }).then((all) =>
    all.filter(({ Name }) => /shop-/.test(Name)),
  );
  await docker.getContainer(shop?.Id ?? "").stop();
  await waitFor("the farm to see it", async () => (await visit(home, domain)).status === 503);
  await docker.getContainer(shop?.Id ?? "").start();
  await waitFor("the way back", async () => (await visit(home, domain)).status === 200);
  expect((await visit(home, domain, "/status?code=503")).text).toBe("from the application");
});

test("two-hosts: one engine stands for both, and the farm reaches the other router by its gate alone", async () => {
  const home = await start("two-hosts", {
    images: { site: testImages.echo, haproxy, traefik },
    other: { kind: "local" },
    subnets: { here: "10.213.16.0/24", other: "10.213.17.0/24" },
    gate: { address: await engineAddress(), port: 27288 },
    farms: ["10.213.17.1"],
  });
  for (const name of ["here", "there"]) {
    const { status, json } = await visit(home, `${name}.example.org`);
    expect(status).toBe(200);
    const [container] = await madeOf(name);
    expect(json().instance).toBe(container?.Config.Hostname);
  }
});

test("two-machines: one engine stands for both; both serve, and each has its sets in two places", async () => {
  const password = "secret-of-the-servers";
  const servers = await Promise.all(
    ["crosswise", "third"].map(() => ResticServer.start(["here", "other"], password)),
  );
  const [here, third] = servers.map(({ url }) => url);
  try {
    const home = await start("two-machines", {
      images: { site: testImages.echo, haproxy, traefik, restic: resticImage },
      other: { kind: "local" },
      subnets: { here: "10.213.16.0/24", other: "10.213.17.0/24" },
      gate: { address: await engineAddress(), port: 27288, farms: ["10.213.17.1"] },
      servers: { here, other: here, third },
      encryption: "secret-of-the-repositories",
      password,
    });
    for (const name of ["blog", "wiki"]) expect((await visit(home, `${name}.example.org`)).status).toBe(200);
    const whole = async () => {
      const said = await Promise.all((await madeOf("backups")).map(({ Id }) => logsOf(Id)));
      return said.map((log) =>
        [...log.matchAll(/set \w+: complete, .* in (\S+)/g)].map(([, where]) => where),
      );
    };
    await waitFor("a set of each in both places", async () => (await whole()).flat().length >= 4, 120);
    expect((await whole()).map((all) => [...new Set(all)].sort()).sort()).toEqual(
      ["here", "other"].map((name) => [`${here}/${name}`, `${third}/${name}`].sort()),
    );
  } finally {
    await sandbox?.stop();
    for (const one of servers) await one.stop();
  }
});
