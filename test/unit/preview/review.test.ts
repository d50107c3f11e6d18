import { describe, expect, test } from "vitest";
import { reviewOf } from "../../../preview/model/review";
import { warningsOf } from "../../../preview/model/warning";
import { renderNote } from "../../../preview/render/note";
import { digest, recordedAt, review, service, steps } from "./fixtures";

const options = { budgets: {}, skipped: [], now: recordedAt };
const limited = (mebibytes: number) => ({ image: "site:1", memory: mebibytes });
const container = (name: string, ops: string[], old: number, now = old) =>
  steps({
    type: "container",
    name: `${name}-0`,
    parent: service(name),
    ops,
    old: limited(old),
    now: limited(now),
  });

describe("previews that do not belong together are refused:", () => {
  test("of two projects", () => {
    const other = digest(container("blog", ["same"], 64), { project: "shop", stack: "staging" });
    expect(() => reviewOf([digest(container("blog", ["same"], 64)), other], options)).toThrow(
      "stack staging is of project shop, the others are of homeport; a note is about one project",
    );
  });

  test("one stack twice", () => {
    const one = digest(container("blog", ["same"], 64));
    expect(() => reviewOf([one, one], options)).toThrow("stack prod is there twice");
  });
});

describe("memory", () => {
  const memory = (...all: ReturnType<typeof steps>[]) =>
    reviewOf([digest(all.flat())], { ...options, budgets: { infra: 512 } }).memory;
  const startFirst = ["create-replacement", "replace", "delete-replaced"];

  test.each([
    ["stays", ["same"], 64, 64, { before: 64, after: 64, during: 64 }],
    ["comes", ["create"], 64, 64, { before: 0, after: 64, during: 64 }],
    ["goes after all else has come", ["delete"], 64, 64, { before: 64, after: 0, during: 64 }],
    ["grows in place", ["update"], 64, 128, { before: 64, after: 128, during: 128 }],
    ["has its successor beside it", startFirst, 64, 128, { before: 64, after: 128, during: 192 }],
    [
      "stops before its successor",
      ["delete-replaced", "replace", "create-replacement"],
      64,
      128,
      { before: 64, after: 128, during: 128 },
    ],
  ])("of a container that %s", (_, ops, old, now, sums) => {
    const with256 = Object.fromEntries(Object.entries(sums).map(([key, sum]) => [key, sum + 256]));
    expect(memory(container("blog", ops, old, now), container("notes", ["same"], 256))).toEqual([
      { host: "infra", unlimited: 0, budget: 512, ...with256 },
    ]);
  });

  test("of a container without a limit is not known", () => {
    const open = steps({ type: "container", name: "x", ops: ["same"], old: { image: "x:1" } });
    expect(memory(open)).toMatchObject([{ after: 0, unlimited: 1 }]);
  });

  test("of a container that moves is taken from one host and given to the other", () => {
    const [infra, apps] = review(["staging-moved"]).memory.toReversed();
    expect(infra).toMatchObject({ host: "infra", before: 1024, after: 768, during: 1024 });
    expect(apps).toMatchObject({ host: "apps", before: 0, after: 640, during: 640 });
  });

  test("of all environments on a machine is one sum", () => {
    const both = review(["prod-first", "staging-unchanged"]).memory;
    expect(both).toMatchObject([{ host: "infra", before: 1024, after: 2048 }]);
  });

  test("of two machines that go by one name is not", () => {
    const at = (host: string, stack: string) =>
      digest(
        [
          ...steps({ type: "provider", name: "infra-engine", ops: ["same"], old: { host } }),
          ...container("blog", ["same"], 64),
        ],
        { stack },
      );
    const apart = [at("unix:///var/run/docker.sock", "staging"), at("tcp://10.0.0.12:2376", "prod")];
    const { memory: hosts } = reviewOf(apart, { ...options, budgets: { infra: 32 } });
    expect(hosts.map(({ host, after, budget }) => [host, after, budget])).toEqual([
      ["infra of staging", 64, 32],
      ["infra of prod", 64, 32],
    ]);
  });

  test("is not added up where the engine told only what changes", () => {
    expect(review(["staging-image-short"]).memory).toEqual([]);
  });

  test("above the budget is a warning, and that of the update alone too", () => {
    const note = (budget: number) =>
      renderNote(
        reviewOf([digest(container("blog", startFirst, 512, 512))], {
          ...options,
          budgets: { infra: budget },
        }),
      );
    expect(note(511)).toContain("containers may take 512 MiB, its budget is 511 MiB");
    expect(note(1023)).toContain("1 GiB during the update, its budget is 1023 MiB");
    expect(note(1024)).toContain("✅ No request is lost");
  });
});

describe("certificates near their end", () => {
  const certificate = (ops: string[], end: string) =>
    steps({ type: "certificate", name: "farm-blog", parent: farm, ops, outputs: { validityEndTime: end } });
  const farm = "urn:pulumi:prod::homeport::homeport:index:HaproxyFarm::farm";
  const endings = (ops: string[], end: string) =>
    reviewOf([digest(certificate(ops, end))], options).environments.flatMap(({ ending }) => ending);

  test.each([
    ["2026-12-22T11:59:59.123456Z", 29],
    ["2026-11-22T12:00:01Z", 0],
    ["2026-11-20T12:00:00Z", -2],
  ])("%s: %i days", (end, daysLeft) => {
    expect(endings(["same"], end)).toEqual([{ name: "blog", day: end.slice(0, 10), daysLeft }]);
  });

  test("are no matter with more than 30 days to go", () => {
    expect(endings(["same"], "2026-12-23T12:00:01Z")).toEqual([]);
  });

  test("are no matter where this update renews them", () => {
    const ops = ["create-replacement", "replace", "delete-replaced"];
    expect(endings(ops, "2026-11-23T12:00:00Z")).toEqual([]);
  });

  test("are told with the day", () => {
    const text = (end: string) => renderNote(reviewOf([digest(certificate(["same"], end))], options));
    expect(text("2026-12-01T12:00:00Z")).toContain(
      "the certificate of `blog` expires in 9 days, on 2026-12-01, and this update does not renew it",
    );
    expect(text("2026-11-01T12:00:00Z")).toContain("the certificate of `blog` expired on 2026-11-01");
  });
});

describe("warnings", () => {
  const kinds = (all: ReturnType<typeof steps>) =>
    reviewOf([digest(all)], options)
      .environments.flatMap(warningsOf)
      .map(({ kind }) => kind);
  const changed = (old: object, now: object) =>
    steps({
      type: "container",
      name: "x",
      ops: ["update"],
      old: { memory: 64, image: "x:1", ...old },
      now: { memory: 64, image: "x:1", ...now },
    });
  const publish = (...ports: object[]) => ({ ports });

  test.each([
    ["a container that loses its limit", {}, { memory: undefined }, ["unlimited"]],
    ["an image whose tag goes", {}, { image: "x" }, ["unpinned"]],
    ["an image at latest", {}, { image: "x:latest" }, ["unpinned"]],
    ["an image by digest", {}, { image: `x@sha256:${"0".repeat(64)}` }, []],
    ["an image that had no tag before", { image: "x" }, { image: "x" }, []],
    ["a port on every address", {}, publish({ internal: 80, external: 80 }), ["public"]],
    ["a port on every address of IPv6", {}, publish({ internal: 80, external: 80, ip: "::" }), ["public"]],
    ["a port on one address", {}, publish({ internal: 80, external: 80, ip: "10.0.0.1" }), []],
    [
      "a port that was there before",
      publish({ internal: 80, external: 80 }),
      publish({ internal: 80, external: 80 }),
      [],
    ],
  ])("of %s", (_, old, now, expected) => {
    expect(kinds(changed(old, now))).toEqual(expected);
  });

  test("of a volume that is somebody else's, and of one that is replaced", () => {
    expect(kinds(steps({ type: "volume", name: "x", ops: ["delete"] }))).toEqual(["data-lost"]);
    expect(kinds(steps({ type: "volume", name: "x", ops: ["replace"] }))).toEqual(["data-lost"]);
  });

  test.each([
    ["update", "Pulumi takes for granted that everything runs there already"],
    ["replace", "everything is made anew there, data stays behind"],
  ])("of a host that is another engine now, by %s", (op, consequence) => {
    const [old, now] = [{ host: "unix:///var/run/docker.sock" }, { host: "ssh://root@10.0.0.12:22" }];
    const made = digest(steps({ type: "provider", name: "infra-engine", ops: [op], old, now }));
    expect(renderNote(reviewOf([made], options))).toContain(
      `\`infra\` is another ${op === "update" ? "engine" : "machine"} now, \`unix:///var/run/docker.sock\` → \`ssh://10.0.0.12:22\`: ${consequence}`,
    );
  });

  test("none of a provider that only has another version", () => {
    const host = "unix:///var/run/docker.sock";
    const [old, now] = [
      { host, version: "5.2.0" },
      { host, version: "5.3.0" },
    ];
    expect(kinds(steps({ type: "provider", name: "infra-engine", ops: ["update"], old, now }))).toEqual([]);
  });

  test("none of a proxy's volume, which is filled anew", () => {
    const parent = "urn:pulumi:prod::homeport::homeport:index:HaproxyFarm::farm";
    expect(kinds(steps({ type: "volume", name: "farm-config", parent, ops: ["delete"] }))).toEqual([]);
  });

  test("of what Homeport knows nothing of, where it goes or is replaced", () => {
    const password = (op: string) => kinds(steps({ type: "other", name: "password", ops: [op] }));
    expect([password("create"), password("delete"), password("replace")]).toEqual([[], ["other"], ["other"]]);
  });

  test("none of an image that is known only once it is deployed, and nothing is shown for it", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const note = renderNote(reviewOf([digest(changed({}, { image: unknown }))], options));
    expect(note).not.toContain(unknown);
    expect(note).toContain("✅");
  });

  test("nothing is promised of requests to containers that are made without Homeport", () => {
    const made = digest(steps({ type: "container", name: "x", ops: ["create"], now: limited(64) }));
    const note = renderNote(reviewOf([made], options));
    expect(note).toContain("✅ Nothing stops before its successor runs, no data is deleted.");
    expect(note).toContain("| new container `x` | `site:1`; 64 MiB | starts beside the rest |");
  });

  test("of a service with a volume that moves: the volume does not", () => {
    const provider =
      "urn:pulumi:prod::homeport::homeport:index:DockerHost$pulumi:providers:docker::apps-engine::1";
    const [made, gone] = [["create-replacement", "replace"], ["delete-replaced"]];
    const parent = service("notes");
    const note = renderNote(
      reviewOf(
        [
          digest([
            ...steps({ type: "volume", name: "notes-volume-data", parent, ops: ["same"] }),
            ...steps({ type: "container", name: "notes-0", parent, ops: gone, old: limited(64) }),
            ...steps({
              type: "container",
              name: "notes-0",
              parent,
              ops: made,
              now: limited(64),
              provider,
            }).map((step) => ({ ...step, oldState: undefined })),
          ]),
        ],
        options,
      ),
    );
    expect(note).toContain("`notes` moves from `infra` to `apps`; what is in volume `data` stays on `infra`");
  });
});
