import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { buildTestImages } from "../images/build";
import { entriesImage, mariadbImage, resticImage, testImages } from "../images/tags";
import { installFacade } from "../package/facade";
import { type Packed, packAndInstall } from "../package/tarball";
import { docker } from "../support/containers";
import { ask } from "../support/http";
import { waitFor } from "../support/wait";
import { e2e } from "./floor";
import { languageProject, languageUnavailable } from "./language";
import type { OwnProject } from "./ownProject";
import { changeYaml } from "./yaml";

const { haproxy, traefik, echo, site } = testImages;
const hosts = [{ name: "here", subnet: "172.28.95.0/24" }];
const far = {
  address: "192.0.2.10",
  hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICQcGzyN3MFjIh8riOA2q6FtZYeN1uM0gt5hZL7ZLgj/",
};
const golden = path.resolve(__dirname, "../package/golden/schema.json");

/** Tests in one language: skipped, with the reason in the title, where its programs cannot be run. */
function inLanguage(language: "yaml" | "python", title: string, define: () => void): void {
  const reason = languageUnavailable(language);
  if (reason) describe.runIf(false)(`${title} (skipped: ${reason})`, define);
  else describe(title, define);
}

/** The facade as it is installed from the packed package, without tools for development. */
e2e("the facade", () => {
  let packed: Packed;
  let facade: string;
  beforeAll(async () => {
    await buildTestImages(() => {});
    packed = await packAndInstall();
    facade = await installFacade(packed);
  });
  afterAll(() => packed?.remove());

  inLanguage("yaml", "in a YAML program", () => {
    let project: OwnProject;
    const file = () => path.join(project.folder, "Pulumi.yaml");
    const home = (properties: Record<string, unknown>) =>
      changeYaml(file(), { resources: { home: { properties } } });
    let services: object[];
    beforeAll(async () => {
      project = languageProject("yaml");
      services = withImages(parse(readFileSync(file(), "utf8")).resources.home.properties.services);
      await project.pulumi("stack", "init", "dev");
      home({
        hosts,
        ports: { http: 27570, https: 27543, stats: 27504 },
        images: { haproxy, traefik },
        services,
      });
    });
    afterAll(async () => {
      await project?.pulumi("destroy", "--yes", "--skip-preview");
      project?.remove();
    });

    test("the engine reads the schema that a person has read", async () => {
      const { resources, types } = JSON.parse(await project.pulumi("package", "get-schema", facade));
      const read = JSON.parse(readFileSync(golden, "utf8"), asToldByTheEngine);
      expect({ resources, types }).toEqual({ resources: read.resources, types: read.types });
    });

    test("it is added, and makes a home that answers and needs no further update", async () => {
      await project.pulumi("package", "add", facade);
      await project.pulumi("up", "--yes", "--skip-preview");
      const { addresses, authority, services: summaries } = (await project.outputs()) as Outputs;
      const answer = await ask(addresses.https, "notes.example.org", "/", { ca: authority });
      expect(answer.json().host).toBe("notes.example.org");
      expect((await ask(addresses.https, "site.example.org", "/", { ca: authority })).status).toBe(200);
      expect(summaries.notes).toMatchObject({ domains: ["notes.example.org"], deploys: "start-first" });
      await project.pulumi("preview", "--expect-no-changes");
    });

    test("a secret of the program stays one in the state, and reaches the container", async () => {
      const [container] = await docker.listContainers({
        filters: { label: ["homeport.project=home-in-yaml", "homeport.component=home-notes"] },
      });
      const { Config } = await docker.getContainer(container?.Id ?? "").inspect();
      const secret = Config.Env.find((one) => one.startsWith("SECRET="))?.slice("SECRET=".length) ?? "";
      expect(secret).toHaveLength(32);
      expect(await project.pulumi("stack", "export")).not.toContain(secret);
    });

    test("an application is said in it too: a companion, a job, a database, a file and variables of a file", async () => {
      home({ applications: [padIn(project.folder)] });
      await project.pulumi("up", "--yes", "--skip-preview");
      const { addresses, authority, services: summaries } = (await project.outputs()) as Outputs;
      const page = await ask(addresses.https, "pad.example.org", "/cgi-bin/page", { ca: authority });
      expect(page.text.split("\n")).toEqual(["kept", "32", "32", ""]);
      expect(summaries["pad-app"]).toMatchObject({ domains: ["pad.example.org"], deploys: "start-first" });
      await project.pulumi("preview", "--expect-no-changes");
    });

    test("so are backups, a monitor and its pages", async () => {
      const sets = path.join(project.folder, "sets");
      mkdirSync(sets);
      const kept = { name: "files", path: "/files", kept: { kind: "files" } };
      const { prometheus, alertmanager, probes, agent } = testImages;
      home({
        services: [services[0], { ...services[1], volumes: [kept] }],
        images: { haproxy, traefik, prometheus, alertmanager, probes, agent, restic: resticImage },
        backups: [
          { of: ["notes"], repository: { kind: "directory", path: sets }, encryption: "a password of sets" },
        ],
        monitor: { notify: [], everySeconds: 2, mute: ["HostRestarted"] },
        monitorPage: { domains: ["watch.example.org"] },
        statusPage: { domains: ["status.example.org"], shows: { "Our notes": "notes" } },
      });
      await project.pulumi("up", "--yes", "--skip-preview");
      const { addresses, authority } = (await project.outputs()) as Outputs;
      const reads = (name: string, text: string) =>
        waitFor(
          `"${text}" at ${name}`,
          async () => (await ask(addresses.https, name, "/", { ca: authority })).text.includes(text),
          60,
        );
      await reads("status.example.org", "<h3>Our notes: ");
      await reads("watch.example.org", "Newest backup of each volume");
      await project.pulumi("preview", "--expect-no-changes");
    });

    test("what is wrong is refused at preview, with the argument's path", async () => {
      home({ services: [{ ...services[1], hosts: ["attic"] }] });
      await expect(project.pulumi("preview")).rejects.toThrow(
        /home\.services\.0\.hosts: "attic" is none of the hosts/,
      );
      home({ services: [{ ...services[1], port: 70_000 }] });
      await expect(project.pulumi("preview")).rejects.toThrow(/home-\w+\.port: 70000 is not a port/);
      home({
        services,
        applications: [{ ...padIn(project.folder), jobs: { fill: { like: "web", command: ["true"] } } }],
      });
      await expect(project.pulumi("preview")).rejects.toThrow(/home-pad\.jobs\.fill\.like: /);
      home({
        services,
        hosts: [{ ...hosts[0], ssh: { ...far, jump: { address: "192.0.2.9", hostKey: "unknown" } } }],
      });
      await expect(project.pulumi("preview")).rejects.toThrow(/home-here\.jump\.hostKey: "unknown/);
      home({ services, hosts, applications: [padIn(project.folder)] });
    });
  });

  inLanguage("python", "in a Python program", () => {
    let project: OwnProject;
    beforeAll(() => {
      project = languageProject("python");
    });
    afterAll(() => project?.remove());

    test("it is added, and its types lead to the same resources", async () => {
      await project.pulumi("install");
      await project.pulumi("package", "add", facade);
      await project.pulumi("stack", "init", "dev");
      for (const [use, image] of Object.entries({ haproxy, traefik, site }))
        await project.pulumi("config", "set", "--path", `images.${use}`, image);
      await project.pulumi("config", "set", "--secret", "database", "hunter2-hunter2");
      const { steps } = JSON.parse(await project.pulumi("preview", "--json")) as { steps: Step[] };
      expect(steps.map(({ newState }) => `${newState.type} ${newState.urn.split("::").at(-1)}`)).toEqual(
        expect.arrayContaining([
          "homeport:index:Home home",
          "docker:index/container:Container home-site-1",
          "docker:index/container:Container home-farm-haproxy",
          "docker:index/container:Container home-pad-db-0",
        ]),
      );
    });
  });
});

/** What is optional is in no list of what is required, and an empty list is not told. */
const asToldByTheEngine = (key: string, value: unknown) =>
  key === "optional" || (key === "required" && (value as unknown[]).length === 0) ? undefined : value;

/** The example's services, with images that need no registry. */
const withImages = ([first, second]: object[]): object[] => [
  { ...first, image: site },
  { ...second, image: echo },
];

/** The application of the fixture, with a file of variables in the project. */
function padIn(folder: string): object {
  const file = path.join(folder, "pad.env");
  writeFileSync(file, "MARK=kept\n");
  const pad = parse(readFileSync(path.resolve(__dirname, "../fixtures/languages/pad.yaml"), "utf8"));
  for (const one of Object.values<Record<string, unknown>>(pad.containers)) one.image = entriesImage;
  pad.databases.store.engine.image = mariadbImage;
  pad.containers.db.environmentFiles = [{ file }];
  return pad;
}

interface Outputs extends Record<string, unknown> {
  readonly addresses: { readonly https: string };
  readonly authority: string;
  readonly services: Record<string, unknown>;
}

interface Step {
  readonly newState: { readonly type: string; readonly urn: string };
}
