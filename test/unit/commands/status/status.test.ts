import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { containerFormat } from "../../../../commands/shared/engineContainer";
import { removeFolder } from "../../../support/removeFolder";
import { tellOf } from "../told";
import { exported, type FakeContainer, type FakeWorld, fakeWorld, secret, serviceWithVolume } from "./fakes";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder);
});

const farm: FakeContainer = {
  resource: "farm-haproxy",
  component: "farm",
  type: "HaproxyFarm",
  health: "healthy",
};
const router: FakeContainer = {
  resource: "router-traefik",
  component: "router",
  type: "TraefikRouter",
  health: "healthy",
  leads: "blog.yml:url: http://prod-blog-0-1:8080\nnotes.yml:url: http://prod-notes-0-1:8080\n",
};
const blog: FakeContainer = { resource: "blog-0", component: "blog" };
const notes: FakeContainer = { resource: "notes-0", component: "notes", health: "healthy" };
const all = [farm, router, blog, notes];

/** What the command says of a home. */
function told(world: Partial<FakeWorld> & Pick<FakeWorld, "containers">, ...words: string[]) {
  const folder = fakeWorld({
    states: { prod: exported(world.containers, serviceWithVolume("notes", "data", "restic")) },
    ...world,
  });
  folders.push(folder);
  const variables = { PATH: `${folder}:/usr/bin:/bin` };
  const calls = () => readFileSync(join(folder, "calls"), "utf8").split("\n");
  return { folder, calls, said: () => tellOf(["status", ...words], { folder, variables }) };
}

const json = async (world: Parameters<typeof told>[0], ...words: string[]) => {
  const { code, out, err } = await told(world, "--json", ...words).said();
  expect(err).toBe("");
  return { code, facts: JSON.parse(out) };
};

describe("homeport status", () => {
  test("ends with 0 where all is well, and has asked each engine once", async () => {
    const { said, calls } = told({ containers: all });
    const { code, out, err } = await said();
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatch(/^✓ All is well\n/);
    expect(calls().filter((call) => call.startsWith("docker ps"))).toHaveLength(1);
  });

  test("tells for programs what a container, a volume and a certificate are", async () => {
    const { code, facts } = await json({ containers: all });
    expect(code).toBe(0);
    const [environment] = facts.environments;
    expect(environment.services[1]).toEqual({
      name: "notes",
      role: "service",
      serves: ["notes.example.org", "admin.example.org/in"],
      containers: [
        {
          name: "prod-notes-0-1",
          resource: "notes-0",
          host: "infra",
          image: "site:1.4",
          digest: `sha256:${"a".repeat(64)}`,
          imageId: "sha256:77",
          standing: "healthy",
          since: "2026-11-27T10:00:00Z",
          outOfMemory: false,
          restarts: 0,
          memory: { used: 64 * 2 ** 20, limit: 2 ** 28 },
        },
      ],
    });
    expect(environment.volumes).toEqual([
      {
        service: "notes",
        volume: "data",
        name: "prod-notes-volume-data-1",
        host: "infra",
        there: "yes",
        size: 1_500_000_000,
        backup: "restic",
      },
    ]);
    expect(environment.certificates.known).toEqual([
      { domain: "blog.example.org", until: "2030-03-17T17:46:40.000Z", problem: false },
    ]);
    expect(environment.farm.known).toEqual([
      { section: "router_router", name: "router", answers: true, check: "L7OK" },
    ]);
    expect(
      environment.proxies.map(({ name, role }: { name: string; role: string }) => `${role} ${name}`),
    ).toEqual(["farm farm", "router router"]);
  });

  test("ends with 1 where a container is stopped, gone, or foreign", async () => {
    const stopped = { ...blog, state: "exited" };
    const gone = { ...notes, only: "state" } as const;
    const foreign = { resource: "blog-9", component: "blog", only: "engine" } as const;
    const { code, facts } = await json({ containers: [farm, router, stopped, gone, foreign] });
    expect(code).toBe(1);
    expect(
      facts.findings.map(({ about, what }: { about: string; what: string }) => `${about}: ${what}`),
    ).toEqual([
      "blog: prod-blog-0-1 stopped 30 minutes ago (exit code 1)",
      "notes: prod-notes-0-1 is gone from host infra",
      "prod-blog-9-1: foreign: it has this environment's labels, and its state does not know it (running, host infra)",
    ]);
  });

  test("says of a host that is off what ssh says, and tells the rest", async () => {
    const wiki = { resource: "wiki-0", component: "wiki", host: "apps", only: "state" } as const;
    const { code, out } = await told({
      containers: [...all, wiki],
      sshFails: "ssh: connect to host 10.0.0.12 port 22: Connection refused",
    }).said();
    expect(code).toBe(1);
    expect(out).toMatch(
      /^✗ 1 thing is wrong\n {2}prod {2}host apps {2}could not ask: ssh: connect to host 10.0.0.12 port 22: Connection\s+refused\n/,
    );
    // The options that lead to the host by its name are the state's alone.
    expect(out).toContain("→ ssh deploy@10.0.0.12 docker version\n");
    expect(out).toMatch(/\? {2}wiki +apps +unknown/);
    expect(out).toMatch(/✓ {2}blog +infra +running/);
  });

  test("asks a host over SSH the same, with the options of its state", async () => {
    const wiki = { resource: "wiki-0", component: "wiki", host: "apps" };
    const world = told({ containers: [...all, wiki] });
    const { code } = await world.said();
    expect(code).toBe(0);
    expect(world.calls().find((call) => call.includes("version"))).toBeDefined();
    expect(world.calls().filter((call) => call.startsWith("ssh "))[0]).toMatch(
      /^ssh -o HostName=10.0.0.12 -l deploy -p 22 -- apps /,
    );
  });

  test.each([
    ["system", "sizes of volumes", "system df --verbose"],
    ["stats", "memory", "stats --no-stream"],
    ["image", "digests of images", "images --digests"],
    ["volume", "volumes", "volume ls"],
  ])("what an engine does not say (docker %s) is told and no fault", async (word, what, again) => {
    const docker = `[ "$1" != ${word} ] || { echo "it is busy" >&2; exit 1; }`;
    const { code, facts } = await json({ containers: all, docker });
    expect(code).toBe(0);
    expect(facts.findings).toEqual([
      {
        weight: "notice",
        stack: "prod",
        about: "host infra",
        what: `could not ask: ${what}: it is busy`,
        next: [`docker ${again}`],
      },
    ]);
  });

  const log = [
    { msg: "Unmarshaling property PASSWORD=hunter2-hunter2" },
    {
      msg: 'eventSink::Error(<{%reset%}>exit status 3: running "echo \\"x\\"; exit 3":\nblog is not ready\nmore\n<{%reset%}>)',
    },
    { msg: "eventSink::Error(<{%reset%}>update failed<{%reset%}>)" },
  ].map((line) => JSON.stringify(line));
  const failed = JSON.stringify([{ kind: "update", result: "failed", endTime: "2026-11-27T11:00:00.000Z" }]);
  const logged = [
    ["organization/attic/prod", "2026-11-27T11:30:00.000Z", "a later preview"],
    ["organization/attic/prod", "2026-11-27T10:59:00.000Z", "the update"],
    ["organization/attic/prod", "2026-11-27T09:00:00.000Z", "one before"],
    ["organization/attic/staging", "2026-11-27T10:59:30.000Z", "another stack"],
  ].map(([stack, timestamp, path]) => ({ stack, timestamp, path }));

  test("a first update that failed before it made anything says why, and nothing of what Pulumi noted beside", async () => {
    const { said, folder } = told({
      containers: [],
      states: { prod: JSON.stringify({ deployment: {} }) },
      histories: { prod: failed },
    });
    writeFileSync(join(folder, "stacks"), JSON.stringify([{ name: "prod", resourceCount: 0 }]));
    writeFileSync(join(folder, "logs"), JSON.stringify(logged));
    writeFileSync(join(folder, "log"), log.join("\n"));
    const { code, out } = await said();
    expect(code).toBe(1);
    expect(out.replace(/\s+/g, " ")).toContain(
      "update the last update failed 1 hour ago: blog is not ready → npx pulumi up --stack prod ",
    );
    expect(out).not.toContain(secret);
    expect(out).toMatch(/── prod ── update FAILED 1 hour ago\n$/);
    expect(readFileSync(join(folder, "calls"), "utf8")).toContain("pulumi logs decrypt the update --non");
  });

  test("where Pulumi keeps no log, only that it failed is said", async () => {
    const { facts } = await json({ containers: all, histories: { prod: failed } });
    expect(facts.findings.map(({ what }: { what: string }) => what)).toEqual([
      "the last update failed 1 hour ago; the same once more shows why",
    ]);
  });

  describe("after an update that failed before anyone was sent to the new containers", () => {
    const routes = (...lines: string[]) => lines.map((one) => `${one}\n`).join("");
    const before = { ...blog, former: true };
    const led = (leads: string) => ({ ...router, leads });
    const leftOf = async (containers: readonly FakeContainer[], service = "blog") => {
      const own = serviceWithVolume(service, "data").slice(0, 1);
      const world = { containers, states: { prod: exported(containers, own) }, histories: { prod: failed } };
      const { code, facts } = await json(world);
      const about = (unit: { name: string }) => unit.name === service;
      return {
        code,
        told: facts.findings.filter(({ about }: { about: string }) => about === service),
        containers: facts.environments[0].services
          .find(about)
          .containers.map(
            ({ name, former, ledToBy }: { name: string; former?: boolean; ledToBy?: string[] }) =>
              [name, ...(former ? ["former"] : []), ledToBy?.join("+") ?? "not asked"].join(" "),
          ),
        screen: (await told(world).said()).out,
      };
    };

    test("they serve nobody, and those of before are shown, which do", async () => {
      const { code, told, containers, screen } = await leftOf([
        farm,
        led(
          routes("blog.yml:url: http://prod-blog-0-0:8080", "blog_probe.yml:url: http://prod-blog-0-1:8080"),
        ),
        ...[blog, before],
      ]);
      expect(code).toBe(1);
      expect(told).toEqual([
        expect.objectContaining({
          weight: "wrong",
          what: "prod-blog-0-1 is left of the failed update: not ready, serves nobody; prod-blog-0-0, of the version before, serves blog",
          next: ["npx homeport logs blog --stack prod", "npx pulumi up --stack prod"],
        }),
      ]);
      expect(containers).toEqual(["prod-blog-0-1 ", "prod-blog-0-0 former blog"]);
      expect(screen).toMatch(/^✗ {2}blog .* blog-0 NOT READY, serves nobody /m);
      expect(screen).toMatch(/^✓ .* blog-0 before: running, serves blog /m);
    });

    test("what was sent there in time is well, and of the version before only what is led to is shown", async () => {
      const { told, containers } = await leftOf([
        farm,
        led("blog.yml:url: http://prod-blog-0-1:8080\n"),
        blog,
        before,
      ]);
      expect(told).toEqual([]);
      expect(containers).toEqual(["prod-blog-0-1 blog"]);
    });

    test("where there was no version before, nobody serves", async () => {
      const { told } = await leftOf([farm, led(""), { ...blog, health: "starting" }]);
      expect(told).toMatchObject([
        { weight: "wrong", what: expect.stringMatching(/not ready, serves nobody$/) },
      ]);
    });

    test("a port leads to the new ones and the route to those of before", async () => {
      const ssh: FakeContainer = {
        ...{
          resource: "blog-ssh-haproxy",
          component: "port-blog-ssh",
          type: "PortService",
          health: "healthy",
        },
        leads: "  server container-0 prod-blog-0-1:22 tcp-ut 60s\n",
      };
      const { code, told, screen } = await leftOf([
        ...[farm, led("blog.yml:url: http://prod-blog-0-0:8080\n"), blog, before],
        ssh,
      ]);
      expect(code).toBe(1);
      expect(told).toMatchObject([
        { what: "prod-blog-0-1 serves blog-ssh; prod-blog-0-0, of the version before, serves blog" },
      ]);
      expect(screen).toMatch(/blog-0 running, serves blog-ssh /);
    });

    test("a port whose door knows only containers that are gone has nobody behind it", async () => {
      const ssh: FakeContainer = {
        ...{
          resource: "blog-ssh-haproxy",
          component: "port-blog-ssh",
          type: "PortService",
          health: "healthy",
        },
        leads: "  server container-0 prod-blog-0-9:22 tcp-ut 60s\n",
      };
      const { facts } = await json({
        containers: [farm, router, blog, notes, ssh],
        histories: { prod: failed },
      });
      expect(
        facts.findings.map(({ about, what }: { about: string; what: string }) => `${about}: ${what}`),
      ).toContain(
        "blog-ssh: nobody is behind it: it leads to prod-blog-0-9, and the failed update has not told it of others",
      );
      const far = { ...ssh, leads: `${ssh.leads}  server apps 10.0.0.2:88 ssl\n` };
      const there = await json({ containers: [farm, router, blog, notes, far], histories: { prod: failed } });
      expect(JSON.stringify(there.facts.findings)).not.toContain("nobody is behind it");
    });

    test("on several hosts, each is told by the router of its own", async () => {
      const there = { host: "apps" };
      const { told, containers } = await leftOf([
        farm,
        led("blog.yml:url: http://prod-blog-0-1:8080\n"),
        ...[blog, { ...blog, ...there, resource: "blog-apps-0" }],
        { ...before, ...there, resource: "blog-apps-0" },
        {
          ...router,
          ...there,
          resource: "router-apps-traefik",
          leads: "blog.yml:url: http://prod-blog-apps-0-0:80\n",
        },
      ]);
      expect(containers).toEqual([
        "prod-blog-apps-0-1 ",
        "prod-blog-apps-0-0 former blog",
        "prod-blog-0-1 blog",
      ]);
      expect(told).toMatchObject([
        {
          what: "1 of 2 containers is not well: prod-blog-apps-0-1 is left of the failed update: not ready, serves nobody; prod-blog-apps-0-0, of the version before, serves blog",
        },
      ]);
    });

    test("of a proxy that could not be exchanged, the one before is shown that has its place", async () => {
      const { facts } = await json({
        containers: [farm, { ...router, state: "created" }, { ...router, former: true, leads: "" }, blog],
        histories: { prod: failed },
      });
      const { proxies } = facts.environments[0];
      const [, own] = proxies;
      expect(
        own.containers.map(({ name, standing }: { name: string; standing: string }) => [name, standing]),
      ).toEqual([
        ["prod-router-traefik-1", "stopped"],
        ["prod-router-traefik-0", "healthy"],
      ]);
      expect(facts.findings.map(({ what }: { what: string }) => what)).toContain(
        "prod-router-traefik-1 was never started; prod-router-traefik-0, of the version before, is healthy",
      );
    });
  });

  test("where nothing failed, no router is asked", async () => {
    const world = told({ containers: all });
    await world.said();
    expect(world.calls().filter((call) => call.startsWith("docker exec"))).toHaveLength(1);
  });

  test("a stack that nobody has updated is none yet", async () => {
    const { said } = told({ containers: [], states: { prod: JSON.stringify({ deployment: {} }) } });
    expect((await said()).out).toBe("attic runs nothing yet; what begins it: npx pulumi up\n");
  });

  test("one that starts is no fault as long as its check says, of which nobody asks the command", async () => {
    const second = 1e9;
    const young = { ...notes, health: "starting", watched: [7_200 * second, 0, 0] };
    const { code, facts } = await json({ containers: [farm, router, blog, young] });
    expect(code).toBe(0);
    expect(facts.environments[0].services[1].containers[0].startsUntil).toBe("2026-11-27T12:01:00.000Z");
    expect(facts.findings).toMatchObject([{ weight: "notice", what: "starting since 2 hours: notes" }]);
    const late = { ...young, watched: [1_800 * second, 0, 0] };
    expect((await json({ containers: [farm, router, blog, late] })).code).toBe(1);
    expect(containerFormat).not.toContain("Test");
  });

  test("a farm that does not answer is one fault; its certificates are not known", async () => {
    const docker = '[ "$1" != exec ] || { echo "wget: can\'t connect" >&2; exit 1; }';
    const { code, facts } = await json({ containers: all, docker });
    expect(code).toBe(1);
    expect(facts.findings.map(({ what }: { what: string }) => what)).toEqual([
      "could not ask: wget: can't connect",
    ]);
    expect(facts.environments[0].certificates).toEqual({ notAsked: "wget: can't connect" });
  });

  test("nothing of environments, labels or health checks is told, whatever the form", async () => {
    const unwell = { ...notes, health: "unhealthy" };
    for (const words of [[], ["--json"]]) {
      const { out } = await told({ containers: [...all.slice(0, 3), unwell] }, ...words).said();
      expect(out).toContain("notes");
      expect(out).not.toContain(secret);
      expect(out).not.toContain("PASSWORD");
    }
  });

  test("a certificate that ends within the days that are given is wrong", async () => {
    const { code } = await told({ containers: all }, "--days", "3000").said();
    expect(code).toBe(1);
  });

  const ran = (images: string) =>
    JSON.stringify([
      {
        kind: "update",
        result: "succeeded",
        endTime: "2026-11-27T09:00:00Z",
        environment: {},
        config: { "attic:rateLimit": { value: images } },
      },
    ]);
  test("says what runs in one environment and not in another that waits for it, by the guard rails", async () => {
    const states = {
      prod: exported(all),
      staging: exported([...all, { ...blog, resource: "wiki-0", component: "wiki" }]),
    };
    const histories = { prod: ran("1"), staging: ran("2") };
    const world = told({ containers: all, states, histories });
    writeFileSync(join(world.folder, "Pulumi.staging.yaml"), "");
    const guarded = { "proven-images": { environments: ["prod"] } };
    writeFileSync(join(world.folder, "guard-rails.json"), JSON.stringify(guarded));
    const { out } = await world.said();
    expect(out).toContain(
      "prod is behind staging\n    → npx homeport promote --from staging --to prod --show\n",
    );
    expect(out).toMatch(/ wiki-0 +nothing +site:1\.4/);
    expect(out).toMatch(/ attic:rateLimit +another value +a value\n/);
    expect(out).not.toMatch(/ blog-0 +site/);
  });

  test("a stack that is named and not there cannot be told of", async () => {
    const { code, out, err } = await told({ containers: all }, "--stack", "prdo").said();
    expect({ code, out, err }).toEqual({
      code: 2,
      out: "",
      err: "homeport status: pulumi stack export --stack prdo: error: no stack named 'prdo' found; did you mean prod? there is: prod\n",
    });
  });

  test("a Pulumi that names no error is told with its last words", async () => {
    const world = told({ containers: all }, "--stack", "prod");
    writeFileSync(
      join(world.folder, "pulumi"),
      "#!/bin/sh\necho 'Downloading pulumi v3.0.0...' >&2\necho 'pulumi: fetch failed' >&2\nexit 1\n",
    );
    expect((await world.said()).err).toBe(
      "homeport status: pulumi stack export --stack prod: Downloading pulumi v3.0.0... pulumi: fetch failed\n",
    );
  });

  test("one of several states that cannot be read keeps nobody from the others", async () => {
    const { code, out } = await told({
      containers: all,
      states: { prod: exported(all), staging: "cut off" },
    }).said();
    expect(code).toBe(1);
    expect(out).toMatch(/staging {2}state {2}what "npx pulumi stack export" printed is no state/);
    expect(out).toContain("── prod ──");
  });
});
