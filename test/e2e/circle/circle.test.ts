import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildTestImages } from "../../images/build";
import { base } from "../../images/recipes";
import { testImages } from "../../images/tags";
import { compiler, type Packed, packAndInstall } from "../../package/tarball";
import { type Container, containers, docker } from "../../support/containers";
import type { Answer, Question } from "../../support/http";
import { Author } from "../../support/persons/author";
import { installed } from "../../support/tools";
import { trust } from "../../support/trust";
import { waitFor } from "../../support/wait";
import { e2e } from "../floor";
import { beginHome, removeHome, typeSettings } from "../ownHome";
import type { OwnProject } from "../ownProject";
import { composePlugin, project, removeCompose, writeCompose } from "./compose";
import { linesOf, writtenInto } from "./steps";

const ports = { http: 27770, https: 27743, stats: 27704, router: 2788 };
/** Where Compose publishes the blog, for the proxy in front of it. */
const published = 27785;
const subnets = { staging: "172.28.99.0/24", prod: "172.28.100.0/24" };
const volumes = ["db", "content"].map((name) => `${project}_${name}`);

/** A reader at whichever door stands open: the blog's address stays what it was when it was installed. */
class Reader extends Author {
  override get origin(): string {
    return `https://blog.example.org:${ports.https}`;
  }

  // As the proxy in front of Compose says it; a farm says it itself.
  override look(path: string, question: Question = {}): Promise<Answer> {
    return super.look(path, { ...question, headers: { "x-forwarded-proto": "https", ...question.headers } });
  }
}

/** From Compose to Homeport and back, by the lines of the plan. */
e2e("a home that moves in", () => {
  const name = "homeport-test-moved";
  const secret = "pencil-and-paper-27";
  let packed: Packed;
  let home: OwnProject;
  let compose: string;
  let plan: string;
  let program: string;
  let post: string;
  const author = new Reader(`http://127.0.0.1:${published}`, "Notes of a house");

  beforeAll(async () => {
    await buildTestImages(() => {});
    await installed("docker-compose", "docker-compose");
    packed = await packAndInstall();
    const { haproxy, traefik, site } = testImages;
    home = await beginHome(packed, {
      template: "home",
      name,
      settings: { ports, images: { haproxy, traefik, site } },
    });
    home.set("DOCKER_CONFIG", composePlugin(home.directory));
    compose = writeCompose(home.directory, published, secret);
    await removeData();
    program = readFileSync(join(home.folder, "index.ts"), "utf8");
  });
  afterAll(async () => {
    await removeHome(name);
    await removeData();
    home?.remove();
    packed?.remove();
  });

  /** What nobody but its owner removes: of Compose, and the copies. */
  async function removeData(): Promise<void> {
    if (compose) await removeCompose(compose);
    for (const volume of volumes)
      await docker
        .getVolume(`${volume}-staging`)
        .remove()
        .catch(() => {});
  }

  const type = async (part: string) => {
    for (const lines of linesOf(plan, part)) await home.sh(lines.replaceAll("debian:13-slim", base.tag));
  };
  const takeIn = (services: string, imported = "") =>
    writeFileSync(
      join(home.folder, "index.ts"),
      `${imported}\n${program.replace(/^const services = .*$/m, services)}`,
    );
  const readerAt = async (stack: "prod" | "staging") => {
    const { addresses, authority } = await home.outputs(stack);
    const { https } = addresses as { https: string };
    trust(https, String(authority));
    return new Reader(https, author.title);
  };
  const shows = (reader: Reader, path: string) =>
    waitFor("the post", async () => (await reader.get(path)).text.includes("Written at"), 120);
  const mountsOf = async (stack: string) => {
    const labels = { "homeport.project": name, "homeport.environment": stack };
    const all = (await containers(labels)).flatMap(({ Mounts }: Container) => Mounts.map(({ Name }) => Name));
    return volumes.flatMap((volume) => all.filter((one) => one?.startsWith(volume)));
  };
  /** Compose's own volumes: one that was made anew under the name would not have its labels. */
  const areComposes = async () => {
    for (const volume of volumes)
      expect((await docker.getVolume(volume).inspect()).Labels).toMatchObject({
        "com.docker.compose.project": project,
      });
  };

  test("is deployed by Compose, and somebody writes in it", async () => {
    await home.sh(`docker compose -p ${project} -f ${compose}/docker-compose.yml up -d`);
    await waitFor("WordPress", async () => (await author.look("/wp-admin/install.php")).status === 200, 120);
    await author.install();
    await author.logIn();
    post = await author.publish("Written at the old place");
    await shows(author, post);
  });

  test("is adopted: a program that compiles, and a plan that shows no secret", async () => {
    const said = await home.sh(`npx homeport adopt ${compose}/docker-compose.yml --name blog`);
    expect(said).toMatch(/^apps\/blog\.ts is the program, apps\/blog\.md how it moves/);
    plan = readFileSync(join(home.folder, "apps/blog.md"), "utf8");
    expect(`${said}${plan}${readFileSync(join(home.folder, "apps/blog.ts"), "utf8")}`).not.toContain(secret);
    const [, imported = "", services = ""] =
      /^```ts\n(import .*)\n\n(const services = .*)\n```$/m.exec(plan) ?? [];
    expect(services).toBe("const services = [site, ...blog(router).services];");
    takeIn(services, imported);
    await home.run(process.execPath, compiler, "-p", ".");
  });

  test("says where each environment is, in places of their own", async () => {
    for (const stack of ["prod", "staging"] as const)
      typeSettings(home, stack, writtenInto(plan, `Pulumi.${stack}.yaml`), subnets[stack]);
    await type("1. Take it in");
  });

  test("is rehearsed on staging, with a copy of its data", async () => {
    await type("2. Rehearse on staging, with copies");
    const staging = await readerAt("staging");
    await shows(staging, post);
    expect(await mountsOf("staging")).toEqual(volumes.map((volume) => `${volume}-staging`));
    await staging.logIn();
    const rehearsed = await staging.publish("Written at rehearsal");
    await shows(staging, rehearsed);
    expect((await author.look(rehearsed)).status, "Compose's own data").toBe(404);
    await shows(author, post);
  });

  test("moves: the same volumes, and what was written", async () => {
    const began = performance.now();
    await type("3. Move");
    const reader = await readerAt("prod");
    await shows(reader, post);
    console.log(
      `the move: ${((performance.now() - began) / 1_000).toFixed(1)} s from Compose's stop to an answer`,
    );
    expect(await mountsOf("prod")).toEqual(volumes);
    await areComposes();
    await reader.logIn();
    await shows(reader, await reader.publish("Written at the new place"));
    await home.pulumi("preview", "--expect-no-changes", "--stack", "prod");
  });

  test("leaves its data where they are when the stack is destroyed", async () => {
    await home.pulumi("destroy", "--stack", "prod");
    expect(await containers({ "homeport.project": name, "homeport.environment": "prod" })).toEqual([]);
    await areComposes();
  });

  test("goes back to Compose, which shows all that was written", async () => {
    takeIn("const services = [site];");
    await type("The way back");
    await shows(author, post);
    const { text } = await author.get("/index.php?rest_route=/wp/v2/posts");
    expect(text).toContain("Written at the new place");
    expect(text).not.toContain("Written at rehearsal");
    await areComposes();
  });
});
