import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { buildTestImages } from "../images/build";
import { mariadbImage, testImages, wordpressApacheImage } from "../images/tags";
import { type Packed, packAndInstall } from "../package/tarball";
import { templateNames } from "../package/templates";
import { containers, runIn } from "../support/containers";
import { type Answer, ask } from "../support/http";
import { newSshKeys } from "../support/machine/keys";
import { openNetwork } from "../support/machine/network";
import { openPassage } from "../support/machine/passage";
import { startMachine } from "../support/machine/start";
import { Author } from "../support/persons/author";
import { startRegistry } from "../support/registry";
import { trust } from "../support/trust";
import { e2e } from "./floor";
import { beginHome, removeHome, typeSettings } from "./ownHome";
import type { OwnProject } from "./ownProject";
import { changeYaml } from "./yaml";

const { haproxy, traefik, site } = testImages;
const ports = { http: 27670, https: 27643, stats: 27604, router: 2688 };
const subnets = { staging: "172.28.97.0/24", prod: "172.28.98.0/24" };
type Stack = keyof typeof subnets;

/** The templates, begun by somebody who has the package and its README. */
e2e("a home of one's own", () => {
  let packed: Packed;
  let project: OwnProject | undefined;
  const name = "homeport-test-attic";

  beforeAll(async () => {
    await buildTestImages(() => {});
    packed = await packAndInstall();
  });
  afterEach(async () => {
    await removeHome(name);
    project?.remove();
  });
  afterAll(() => packed?.remove());

  const begin = async (template: string): Promise<OwnProject> => {
    project = await beginHome(packed, {
      template,
      name,
      settings: { ports, images: { haproxy, traefik, site } },
    });
    return project;
  };

  /** The README's lines for a stack: the first `up` says what to write, the second one does it. */
  async function up(home: OwnProject, stack: Stack): Promise<Visit> {
    await home.pulumi("stack", "select", "--create", stack);
    const told = await home.pulumi("up", "--stack", stack).catch(String);
    expect(told).toContain(`Write into Pulumi.${stack}.yaml`);
    const [visited = "", beside = visited] = told.split("Of one beside it");
    typeSettings(home, stack, stack === "staging" ? beside : visited, subnets[stack]);
    await home.pulumi("up", "--stack", stack);
    const { addresses, authority } = await home.outputs(stack);
    const { https } = addresses as { https: string };
    trust(https, String(authority));
    return { https, ask: (domain, path) => ask(https, domain, path) };
  }

  const smoke = (home: OwnProject, stack: Stack) => home.sh(`npx homeport smoke --stack ${stack}`);

  test("there is a test of each", () => {
    expect(templateNames).toEqual(["application", "home", "two-hosts"]);
  });

  test("home: staging and production stand beside each other, each at the place that it was told", async () => {
    const home = await begin("home");
    const [staging, prod] = [await up(home, "staging"), await up(home, "prod")];
    expect(Number(new URL(staging.https).port) - Number(new URL(prod.https).port)).toBe(101);
    for (const { ask } of [staging, prod]) expect((await ask("www.example.org")).status).toBe(200);
    for (const stack of ["staging", "prod"] as const) {
      expect(await smoke(home, stack)).toMatch(
        /^served {2}site {2}https:\/\/www\.example\.org:\d+\/ {2}status 200/,
      );
      await home.pulumi("preview", "--expect-no-changes", "--stack", stack);
      await home.pulumi("destroy", "--stack", stack);
    }
    expect(await containers({ "homeport.project": name })).toEqual([]);
  });

  test("application: WordPress is installed in its database, and its data outlive the stack", async () => {
    const home = await begin("application");
    const file = join(home.folder, "index.ts");
    const program = readFileSync(file, "utf8");
    // As its README has it: images of one's own are named there.
    const own = program
      .replace(/mariadb:[\d.]+/, mariadbImage)
      .replace(/wordpress:[\w.-]+/, wordpressApacheImage);
    writeFileSync(file, own);
    const { https } = await up(home, "staging");
    const author = new Author(https, "Notes of an attic");
    expect((await author.install()).status).toBe(200);
    await author.logIn();
    const post = await author.publish();
    expect((await author.get(post)).text).toContain(author.title);
    await home.pulumi("preview", "--expect-no-changes", "--stack", "staging");
    const password = async () => {
      const [web] = await containers({ "homeport.project": name, "homeport.component": "blog/web" });
      return web && runIn(web, ["cat", "/run/secrets/db-password"]);
    };
    const former = await password();
    await home.pulumi("destroy", "--stack", "staging");
    await home.pulumi("up", "--stack", "staging");
    // The data were made with another password: the server is told the one of the new state.
    expect(await password()).toMatch(/^\w{32}$/);
    expect(await password()).not.toBe(former);
    trust(https, String((await home.outputs("staging")).authority));
    expect((await author.get(post)).text).toContain(author.title);
  });

  test("two-hosts: staging is on this machine, and production's site on another one, set up from nothing", async () => {
    const home = await begin("two-hosts");
    const staging = await up(home, "staging");
    expect((await staging.ask("www.example.org")).status).toBe(200);
    expect((await staging.ask("inner.example.org")).status).toBe(403);
    await home.pulumi("destroy", "--stack", "staging");

    const keys = newSshKeys();
    const network = await openNetwork();
    const passage = await openPassage(subnets.prod, network.subnet);
    const machine = await startMachine({ name: "apps", network, authorizedKey: keys.publicKey });
    // From here the farm's connections arrive, and here images are to be had.
    const gateway = network.subnet.replace("0/24", "1");
    const registry = await startRegistry([haproxy, traefik, site], gateway);
    try {
      await home.pulumi("stack", "init", "prod");
      const key = join(home.directory, "key");
      writeFileSync(key, keys.privateKey, { mode: 0o600 });
      await home.sh(`npx pulumi config set --secret secrets:key --stack prod < ${key}`);
      changeYaml(join(home.folder, "Pulumi.prod.yaml"), {
        config: {
          [`${name}:hosts`]: {
            infra: { kind: "local" },
            apps: {
              kind: "ssh",
              address: machine.address,
              hostKey: machine.hostKey,
              farmAddress: gateway,
              key: { from: "value", privateKey: "key" },
              setup: { daemon: { "insecure-registries": [registry.host] } },
            },
          },
          [`${name}:images`]: Object.fromEntries(
            Object.entries({ haproxy, traefik, site }).map(([use, image]) => [use, registry.nameOf(image)]),
          ),
        },
      });
      const told = await home.pulumi("up", "--stack", "prod").catch(String);
      typeSettings(home, "prod", told, subnets.prod);
      await home.pulumi("up", "--stack", "prod");
      const { addresses, authority } = await home.outputs("prod");
      trust((addresses as { https: string }).https, String(authority));
      expect((await ask((addresses as { https: string }).https, "www.example.org")).status).toBe(200);
      expect(await machine.run("docker ps --format '{{.Names}}'")).toMatch(/^prod-site-/m);
      await home.pulumi("preview", "--expect-no-changes", "--stack", "prod");
      await home.pulumi("destroy", "--stack", "prod");
      expect(await machine.run("docker ps --all --quiet")).toBe("");
    } finally {
      await registry.stop();
      await machine.stop();
      await passage.close();
      await network.close();
    }
  });
});

interface Visit {
  readonly https: string;
  readonly ask: (domain: string, path?: string) => Promise<Answer>;
}
