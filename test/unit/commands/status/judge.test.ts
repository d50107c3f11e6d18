import { describe, expect, test } from "vitest";
import { secretWay } from "../../../../commands/shared/state";
import type { EnvironmentFacts, HostFacts } from "../../../../commands/status/facts/home";
import { judge } from "../../../../commands/status/judge/judge";
import { container, environment, home, troubled, unit } from "./home";

const found = (own: Partial<EnvironmentFacts>, days = 14) =>
  judge(home([environment(own)]), { days }).map(({ weight, about, what, next }) =>
    [weight, about, what, ...next].join(" | "),
  );

const blog = (...containers: ReturnType<typeof container>[]) => ({ services: [unit("blog", containers)] });
const minutesAgo = (minutes: number) =>
  new Date(Date.parse("2026-11-27T20:00:00Z") - minutes * 60_000).toISOString();

describe("a home is judged", () => {
  test("where all is well there is nothing to say, whatever restarts there once were", () => {
    expect(found({})).toEqual([]);
    expect(found(blog(container("a", { restarts: 40 })))).toEqual([]);
  });

  const logs = "npx homeport logs blog --stack prod";
  const up = "npx pulumi up --stack prod";
  test.each<[string, Partial<EnvironmentFacts>, string[]]>([
    [
      "fewer containers than there should be",
      blog(container("a"), container("b", { standing: "stopped", since: minutesAgo(3), exitCode: 137 })),
      [
        `wrong | blog | 1 of 2 containers is not well: b stopped 3 minutes ago (exit code 137) | ${logs} | ${up}`,
      ],
    ],
    [
      "one that is gone is made anew by an update",
      blog(container("a", { standing: "missing", since: undefined })),
      [`wrong | blog | a is gone from host infra | ${up}`],
    ],
    [
      "one that somebody has paused",
      blog(container("a", { standing: "paused" })),
      ["wrong | blog | a is paused | docker unpause a"],
    ],
    [
      "one that is paused beside one that is gone",
      blog(container("a", { standing: "paused" }), container("b", { standing: "missing", since: undefined })),
      [
        `wrong | blog | none of 2 containers is well: a is paused; b is gone from host infra | docker unpause a | ${up}`,
      ],
    ],
    [
      "one that was made and never started",
      blog(container("a", { standing: "stopped", since: undefined })),
      [`wrong | blog | a was never started | ${up}`],
    ],
    [
      "one that its engine could not start again, with the reason",
      blog(
        container("a", {
          ...{ standing: "stopped", since: minutesAgo(3), exitCode: 128 },
          notStarted: "its host does not have /mnt/disk any more",
        }),
      ),
      [
        `wrong | blog | a stopped 3 minutes ago (exit code 128), and cannot be started: its host does not have /mnt/disk any more | ${logs} | ${up}`,
      ],
    ],
    [
      "one that is not healthy yet",
      blog(container("a", { standing: "starting", since: minutesAgo(3) })),
      [`wrong | blog | a was started 3 minutes ago and is not healthy yet | ${logs}`],
    ],
    [
      "one that has just been started",
      blog(container("a", { standing: "starting", since: minutesAgo(2) })),
      ["notice | start | starting since 2 minutes: blog | npx homeport status --stack prod"],
    ],
    [
      "one that may take longer, as its image says",
      blog(
        container("a", {
          standing: "starting",
          since: minutesAgo(20),
          startsUntil: "2026-11-27T20:00:01Z",
        }),
      ),
      ["notice | start | starting since 20 minutes: blog | npx homeport status --stack prod"],
    ],
    [
      "one whose start period is over",
      blog(
        container("a", { standing: "starting", since: minutesAgo(1), startsUntil: "2026-11-27T19:59:59Z" }),
      ),
      [`wrong | blog | a was started 1 minute ago and is not healthy yet | ${logs}`],
    ],
    [
      "one that has just been started again and again",
      blog(container("a", { standing: "starting", since: minutesAgo(0.5), restarts: 7 })),
      [`wrong | blog | a ends again and again: 7 times, started again 30 seconds ago | ${logs}`],
    ],
    [
      "one that starts in vain",
      blog(container("a", { standing: "restarting", exitCode: 1, restarts: 9 })),
      [`wrong | blog | a ends again and again (exit code 1) | ${logs}`],
    ],
    [
      "one that runs at this moment, between two ends",
      blog(container("a", { restarts: 3, since: minutesAgo(2) })),
      [`wrong | blog | a ends again and again: 3 times, started again 2 minutes ago | ${logs}`],
    ],
    [
      "one that the kernel has ended",
      blog(container("a", { outOfMemory: true, since: minutesAgo(90) })),
      [`wrong | blog | a was ended by the kernel for want of memory, and started again 1 hour ago | ${logs}`],
    ],
    [
      "one that the kernel ended long ago",
      blog(container("a", { outOfMemory: true, since: "2026-11-20T20:00:00Z" })),
      [
        `notice | blog | a was ended by the kernel for want of memory, and started again 7 days ago | ${logs}`,
      ],
    ],
    [
      "one on a host that could not be asked",
      blog(container("a", { standing: "unknown", since: undefined })),
      [],
    ],
  ])("containers: %s", (_, own, expected) => {
    expect(found(own)).toEqual(expected);
  });

  test("foreign containers, by what they are here", () => {
    const foreign = (["labels", "network", "name"] as const).map((by) => ({
      name: by,
      host: "infra",
      state: "exited",
      by,
    }));
    expect(found({ foreign })).toEqual([
      "wrong | labels | foreign: it has this environment's labels, and its state does not know it (exited, host infra) | npx homeport leftovers --stack prod",
      "wrong | network | foreign: it is on this environment's network, and its state does not know it (exited, host infra) | docker inspect network",
      "wrong | name | foreign: it has the name of a container of this environment, and is another one (exited, host infra) | docker inspect name",
    ]);
  });

  const ending = (until: string | undefined, problem = false) => ({
    certificates: { known: ["a.example", "b.example"].map((domain) => ({ domain, until, problem })) },
  });
  test.each([
    ["2026-12-12T20:00:00Z", []],
    [
      "2026-12-10T20:00:00Z",
      [
        "wrong | a.example, b.example | the certificate ends in 13 days, on 10 Dec 2026 | npx pulumi up --stack prod",
      ],
    ],
    [
      "2026-11-26T19:00:00Z",
      ["wrong | a.example, b.example | the certificate ended 1 day ago | npx pulumi up --stack prod"],
    ],
    [undefined, ["wrong | a.example, b.example | there is no certificate yet | npx pulumi up --stack prod"]],
  ])("a certificate until %s, 14 days being too few", (until, expected) => {
    expect(found(ending(until))).toEqual(expected);
  });

  test("more days may be too few, and where they come from there may be none that follows", () => {
    expect(found(ending("2026-12-12T20:00:00Z"), 16)).toHaveLength(1);
    expect(found(ending("2027-12-12T20:00:00Z", true))).toEqual([
      "wrong | a.example, b.example | there is no usable certificate to follow the one that is shown | npx pulumi up --stack prod",
    ]);
  });

  test("a farm without an answer from a router, and one that says nothing", () => {
    const servers = [
      { section: "router_router", name: "router", answers: false, check: "L4CON" },
      { section: "router_apps", name: "apps", answers: true, check: "L7OK" },
    ];
    expect(found({ farm: { known: servers } })).toEqual([
      "wrong | farm | it gets no answer from router (router_router: L4CON) | npx homeport logs router --stack prod",
    ]);
    const silent = {
      farm: { notAsked: "no answer within 15 s" },
      certificates: { notAsked: "no answer within 15 s" },
    };
    expect(found(silent)).toEqual([
      "wrong | farm | could not ask: no answer within 15 s | npx homeport logs farm --stack prod",
    ]);
  });

  test("a farm that does not run is one fault and not two", () => {
    const stopped = unit(
      "farm",
      [container("f", { standing: "stopped", since: minutesAgo(1), exitCode: 0 })],
      { role: "farm" },
    );
    const silent = { notAsked: "the farm does not run" };
    expect(found({ proxies: [stopped], farm: silent, certificates: silent })).toEqual([
      "wrong | farm | f stopped 1 minute ago (exit code 0) | npx homeport logs farm --stack prod | npx pulumi up --stack prod",
    ]);
  });

  test("a host that does not answer is wrong; what one cannot tell is not", () => {
    const host = { name: "apps", endpoint: "ssh://apps" };
    expect(found({ hosts: [{ ...host, engine: { notAsked: "Connection refused" }, notAsked: [] }] })).toEqual(
      ["wrong | host apps | could not ask: Connection refused | ssh apps docker version"],
    );
    const slow = { ...host, engine: { known: "28" }, notAsked: ["sizes of volumes: no answer within 30 s"] };
    expect(found({ hosts: [slow] })).toEqual([
      "notice | host apps | could not ask: sizes of volumes: no answer within 30 s | docker -H ssh://apps system df --verbose",
    ]);
  });

  test("data that is gone, an update that failed, and one that was cut off", () => {
    const gone = { service: "notes", volume: "data", name: "v-1", host: "infra", there: "missing" } as const;
    expect(found({ volumes: [gone] })).toEqual([
      'wrong | notes | the volume "data" (v-1) is gone from host infra | npx pulumi preview --stack prod',
    ]);
    expect(found({ update: { succeeded: false, ended: "2026-11-27T18:00:00Z" } })).toEqual([
      "wrong | update | the last update failed 2 hours ago; the same once more shows why | npx pulumi up --stack prod",
    ]);
    expect(found({ pending: ["creating Container blog-0"] })).toEqual([
      "wrong | update | an update was cut off, or runs at this moment: creating Container blog-0 | npx homeport leftovers --stack prod",
    ]);
  });

  test.each([
    [
      "an engine that is off",
      "",
      "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
      "sudo systemctl start docker",
    ],
    [
      "one on a machine",
      "ssh://root@10.0.0.12:2222",
      "Cannot connect to the Docker daemon at unix:///x. Is the docker daemon running?",
      "ssh -p 2222 root@10.0.0.12 sudo systemctl start docker",
    ],
    [
      "a machine that nobody gets to",
      "ssh://root@10.0.0.12:22",
      "ssh: connect to host 10.0.0.12 port 22: No route to host",
      "ssh root@10.0.0.12 docker version",
    ],
    [
      "one of IPv6",
      "ssh://root@[fd00::12]:2222",
      "ssh: connect to host fd00::12 port 2222: No route to host",
      "ssh -p 2222 root@fd00::12 docker version",
    ],
    ["a client that is not there", "", "there is no docker on PATH", "docker version"],
    ["a way that is a secret", "", secretWay, "npx pulumi preview --stack prod"],
  ])("what mends or explains %s is said", (_, endpoint, why, next) => {
    const hosts = [{ name: "apps", endpoint, engine: { notAsked: why }, notAsked: [] }];
    expect(judge(home([environment({ hosts })]), { days: 14 })[0]?.next).toEqual([next]);
  });

  test("a host behind another machine is reached through that one, also for its engine's words", () => {
    const host = { name: "apps", endpoint: "ssh://root@10.0.0.12:22", jump: "anna@gate:2222" };
    const next = (facts: Pick<HostFacts, "engine" | "notAsked">) =>
      judge(home([environment({ hosts: [{ ...host, ...facts }] })]), { days: 14 })[0]?.next;
    expect(next({ engine: { notAsked: "no route to host" }, notAsked: [] })).toEqual([
      "ssh -J anna@gate:2222 root@10.0.0.12 docker version",
    ]);
    expect(next({ engine: { known: "28" }, notAsked: ["volumes: slow"] })).toEqual([
      "ssh -J anna@gate:2222 root@10.0.0.12 docker volume ls",
    ]);
  });

  test("certificates of an issuer or of files are explained by whoever gets them", () => {
    const [farm] = environment().proxies;
    const issuer = unit("farm-issuer", [container("i")], { role: "issuer", serves: [] });
    const { next } =
      judge(home([environment({ ...ending(undefined), proxies: farm ? [farm, issuer] : [] })]), {
        days: 14,
      })[0] ?? {};
    expect(next).toEqual(["npx homeport logs farm-issuer --stack prod"]);
  });

  test("a container under the name of one that is gone is told with it, and one of two environments once", () => {
    const gone = container("a", { standing: "missing", since: undefined });
    const taker = { name: "a", host: "infra", state: "running", by: "name" } as const;
    expect(found({ ...blog(gone), foreign: [taker] })).toEqual([
      "wrong | blog | a is gone from host infra, and another container has its name | docker inspect a | npx pulumi up --stack prod",
    ]);
    const watch = { name: "watch", host: "infra", state: "running" } as const;
    const both = [
      environment({ foreign: [{ ...watch, by: "network" }] }),
      environment({ stack: "staging", foreign: [{ ...watch, by: "labels" }] }),
    ];
    expect(judge(home(both), { days: 14 }).map(({ stack, about }) => `${stack} ${about}`)).toEqual([
      "staging watch",
    ]);
  });

  test("why an update failed is said where it is known", () => {
    const update = { succeeded: false, ended: "2026-11-27T18:00:00Z", error: "blog is not ready" };
    expect(found({ update })).toEqual([
      "wrong | update | the last update failed 2 hours ago: blog is not ready | npx pulumi up --stack prod",
    ]);
  });

  test("what is true of several environments is said once, and what is wrong before what is not", () => {
    const off = { name: "apps", endpoint: "ssh://apps", engine: { notAsked: "off" }, notAsked: [] };
    const slow = { ...off, engine: { known: "28" }, notAsked: ["memory: slow"] };
    const all = [environment({ hosts: [slow, off] }), environment({ stack: "staging", hosts: [off] })];
    expect(
      judge(home(all), { days: 14 }).map(({ weight, stack, what }) => `${weight} ${stack}: ${what}`),
    ).toEqual(["wrong prod, staging: could not ask: off", "notice prod: could not ask: memory: slow"]);
  });

  test("a stack whose state cannot be read", () => {
    const unread = home([], { notAsked: [{ stack: "prod", why: "error: the passphrase is wrong" }] });
    expect(judge(unread, { days: 14 })).toEqual([
      {
        weight: "wrong",
        stack: "prod",
        about: "state",
        what: "error: the passphrase is wrong",
        next: ["npx pulumi stack --stack prod"],
      },
    ]);
  });

  test("one stopped, one unhealthy, one foreign and one host off are four", () => {
    expect(judge(troubled, { days: 14 }).map(({ weight, about }) => `${weight} ${about}`)).toEqual([
      "wrong host apps",
      "wrong blog",
      "wrong notes",
      "wrong watch",
    ]);
  });
});
