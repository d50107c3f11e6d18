import { describe, expect, test } from "vitest";
import { reviewOf } from "../../../../commands/preview/model/review";
import { warningsOf } from "../../../../commands/preview/model/warning";
import { renderNote } from "../../../../commands/preview/render/note";
import { container, digest, limited, reviewOptions, service, steps } from "./fixtures";

describe("warnings", () => {
  const kinds = (all: ReturnType<typeof steps>) =>
    reviewOf([digest(all)], reviewOptions)
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

  test("of a port on every address that comes with a new container", () => {
    const now = { image: "x:1", memory: 64, ...publish({ internal: 80, external: 80 }) };
    expect(kinds(steps({ type: "container", name: "x", ops: ["create"], now }))).toEqual(["public"]);
  });

  test("of a path at which a service asks nobody for a password any more", () => {
    const open = (ops: string[], before: unknown, after: unknown) => [
      ...steps({
        type: "service",
        name: "ci",
        ops,
        old: { usersExcept: before },
        now: { usersExcept: after },
      }),
      ...container("ci", ops, 64),
      ...steps({
        type: "command",
        name: "ci-route",
        parent: service("ci"),
        ops,
        old: { stdin: "1" },
        now: { stdin: "2" },
      }),
    ];
    const said = (all: ReturnType<typeof open>) => renderNote(reviewOf([digest(all)], reviewOptions));
    expect(kinds(open(["create"], undefined, ["/hook"]))).toEqual(["open"]);
    const changed = said(open(["update"], ["/hook"], ["/hook", "/api/v1.0", "/<b>", "04da6b54"]));
    expect(changed).toContain("`ci` asks nobody for a password at `/api/v1.0`");
    expect(changed).toContain("without a password: + `/api/v1.0`");
    expect(changed).not.toContain("<b>");
    expect(kinds(open(["update"], ["/hook"], ["/hook"]))).toEqual([]);
    expect(kinds(open(["update"], ["/hook"], undefined))).toEqual([]);
  });

  test("of a volume that is somebody else's, and of one that is replaced", () => {
    expect(kinds(steps({ type: "volume", name: "x", ops: ["delete"] }))).toEqual(["data-lost"]);
    expect(kinds(steps({ type: "volume", name: "x", ops: ["replace"] }))).toEqual(["data-lost"]);
  });

  describe("of a service's volume that stays when its resource goes", () => {
    const vm = "urn:pulumi:prod::homeport::homeport:index:Machine::cellar";
    const note = (...more: ReturnType<typeof steps>) => {
      const volume = { type: "volume", name: "notes-volume-data", parent: service("notes") } as const;
      const kept = { retainOnDelete: true, deletedWith: vm };
      const all = [
        ...container("notes", ["replace"], 64),
        ...steps({ ...volume, ops: ["delete"], ...kept }),
        ...more,
      ];
      return renderNote(reviewOf([digest(all)], reviewOptions));
    };

    test("where its data are, and what removes them", () => {
      expect(note()).toContain(
        "volume `data` of `notes` goes from the program; its data stay on `infra` until `npx homeport leftovers` removes them",
      );
      expect(note()).toContain("without volume `data`, whose data stay");
      expect(note()).not.toContain("deleted with everything");
    });

    test("but not where its machine goes along", () => {
      const gone = { op: "delete", urn: vm, oldState: {} };
      expect(note(gone)).toContain("volume `data` of `notes` is deleted with everything in it");
    });
  });

  test.each([
    ["update", "nothing is made there, as Pulumi takes for granted that everything runs there already"],
    ["replace", "everything is made anew there, data stays behind"],
  ])("of a host that is another engine now, by %s", (op, consequence) => {
    const [old, now] = [{ host: "unix:///var/run/docker.sock" }, { host: "ssh://root@10.0.0.12:22" }];
    const made = digest(steps({ type: "provider", name: "infra-engine", ops: [op], old, now }));
    expect(renderNote(reviewOf([made], reviewOptions))).toContain(
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
    const note = renderNote(reviewOf([digest(changed({}, { image: unknown }))], reviewOptions));
    expect(note).not.toContain(unknown);
    expect(note).toContain("✅");
  });

  test("nothing is promised of requests to containers that are made without Homeport", () => {
    const made = digest(steps({ type: "container", name: "x", ops: ["create"], now: limited(64) }));
    const note = renderNote(reviewOf([made], reviewOptions));
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
        reviewOptions,
      ),
    );
    expect(note).toContain("`notes` moves from `infra` to `apps`; what is in volume `data` stays on `infra`");
  });
});
