import { describe, expect, test } from "vitest";
import type { EnvironmentFacts } from "../../../../commands/status/facts";
import { judge } from "../../../../commands/status/judge/judge";
import { container, environment, home, troubled, unit } from "./home";

const found = (own: Partial<EnvironmentFacts>, days = 14) =>
  judge(home([environment(own)]), { days }).map(({ weight, about, what, next }) =>
    [weight, about, what, ...(next ? [next] : [])].join(" | "),
  );

const blog = (...containers: ReturnType<typeof container>[]) => ({ services: [unit("blog", containers)] });
const minutesAgo = (minutes: number) =>
  new Date(Date.parse("2026-11-27T20:00:00Z") - minutes * 60_000).toISOString();

describe("a home is judged", () => {
  test("where all is well there is nothing to say, whatever restarts there once were", () => {
    expect(found({})).toEqual([]);
    expect(found(blog(container("a", { restarts: 40 })))).toEqual([]);
  });

  const logs = "homeport logs blog --stack prod";
  test.each<[string, Partial<EnvironmentFacts>, string[]]>([
    [
      "fewer containers than there should be",
      blog(container("a"), container("b", { standing: "stopped", since: minutesAgo(3), exitCode: 137 })),
      [`wrong | blog | 1 of 2 containers is not well: b stopped 3 minutes ago (exit code 137) | ${logs}`],
    ],
    [
      "one that is gone is made anew by an update",
      blog(container("a", { standing: "missing", since: undefined })),
      ["wrong | blog | a is gone from host infra | pulumi up --stack prod"],
    ],
    [
      "one that somebody has paused",
      blog(container("a", { standing: "paused" })),
      ["wrong | blog | a is paused | docker unpause a, on host infra"],
    ],
    [
      "one that is paused beside one that is gone",
      blog(container("a", { standing: "paused" }), container("b", { standing: "missing", since: undefined })),
      [`wrong | blog | none of 2 containers is well: a is paused; b is gone from host infra | ${logs}`],
    ],
    [
      "one that was made and never started",
      blog(container("a", { standing: "stopped", since: undefined })),
      [`wrong | blog | a was never started | ${logs}`],
    ],
    [
      "one that is not healthy yet",
      blog(container("a", { standing: "starting", since: minutesAgo(3) })),
      [`wrong | blog | a was started 3 minutes ago and is not healthy yet | ${logs}`],
    ],
    [
      "one that has just been started",
      blog(container("a", { standing: "starting", since: minutesAgo(2) })),
      [`notice | blog | a was started 2 minutes ago and is not healthy yet | ${logs}`],
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
      "wrong | labels | foreign: it has this environment's labels, and its state does not know it (exited, host infra) | homeport leftovers --stack prod",
      "wrong | network | foreign: it is on this environment's network, and its state does not know it (exited, host infra) | docker inspect network, on host infra",
      "wrong | name | foreign: it has the name of a container of this environment, and is another one (exited, host infra) | docker inspect name, on host infra",
    ]);
  });

  const ending = (until: string | undefined, problem = false) => ({
    certificates: { known: ["a.example", "b.example"].map((domain) => ({ domain, until, problem })) },
  });
  test.each([
    ["2026-12-12T20:00:00Z", []],
    [
      "2026-12-10T20:00:00Z",
      ["wrong | a.example, b.example | the certificate ends in 13 days, on 10 Dec 2026"],
    ],
    ["2026-11-26T19:00:00Z", ["wrong | a.example, b.example | the certificate ended 1 day ago"]],
    [undefined, ["wrong | a.example, b.example | there is no certificate yet"]],
  ])("a certificate until %s, 14 days being too few", (until, expected) => {
    expect(found(ending(until))).toEqual(expected);
  });

  test("more days may be too few, and where they come from there may be none that follows", () => {
    expect(found(ending("2026-12-12T20:00:00Z"), 16)).toHaveLength(1);
    expect(found(ending("2027-12-12T20:00:00Z", true))).toEqual([
      "wrong | a.example, b.example | there is no usable certificate to follow the one that is shown",
    ]);
  });

  test("a farm without an answer from a router, and one that says nothing", () => {
    const servers = [
      { section: "router_router", name: "router", answers: false, check: "L4CON" },
      { section: "router_apps", name: "apps", answers: true, check: "L7OK" },
    ];
    expect(found({ farm: { known: servers } })).toEqual([
      "wrong | farm | it gets no answer from router (router_router: L4CON)",
    ]);
    const silent = {
      farm: { notAsked: "no answer within 15 s" },
      certificates: { notAsked: "no answer within 15 s" },
    };
    expect(found(silent)).toEqual(["wrong | farm | could not ask: no answer within 15 s"]);
  });

  test("a farm that does not run is one fault and not two", () => {
    const stopped = unit(
      "farm",
      [container("f", { standing: "stopped", since: minutesAgo(1), exitCode: 0 })],
      { role: "farm" },
    );
    const silent = { notAsked: "the farm does not run" };
    expect(found({ proxies: [stopped], farm: silent, certificates: silent })).toEqual([
      "wrong | farm | f stopped 1 minute ago (exit code 0) | homeport logs farm --stack prod",
    ]);
  });

  test("a host that does not answer is wrong; what one cannot tell is not", () => {
    const host = { name: "apps", endpoint: "ssh://apps" };
    expect(found({ hosts: [{ ...host, engine: { notAsked: "Connection refused" }, notAsked: [] }] })).toEqual(
      ["wrong | host apps | could not ask: Connection refused"],
    );
    const slow = { ...host, engine: { known: "28" }, notAsked: ["sizes of volumes: no answer within 30 s"] };
    expect(found({ hosts: [slow] })).toEqual([
      "notice | host apps | could not ask: sizes of volumes: no answer within 30 s",
    ]);
  });

  test("data that is gone, an update that failed, and one that was cut off", () => {
    const gone = { service: "notes", volume: "data", name: "v-1", host: "infra", there: "missing" } as const;
    expect(found({ volumes: [gone] })).toEqual([
      'wrong | notes | the volume "data" (v-1) is gone from host infra',
    ]);
    expect(found({ update: { succeeded: false, ended: "2026-11-27T18:00:00Z" } })).toEqual([
      "wrong | update | the last update failed | pulumi up --stack prod",
    ]);
    expect(found({ pending: ["creating Container blog-0"] })).toEqual([
      "wrong | update | an update was cut off, or runs at this moment: creating Container blog-0 | homeport leftovers --stack prod",
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
      { weight: "wrong", stack: "prod", about: "state", what: "error: the passphrase is wrong" },
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
