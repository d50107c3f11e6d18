import { describe, expect, test } from "vitest";
import { reviewOf } from "../../../../commands/preview/model/review";
import { renderNote } from "../../../../commands/preview/render/note";
import { container, digest, infraHas, review, reviewOptions, steps } from "./fixtures";

describe("memory", () => {
  const memory = (...all: ReturnType<typeof steps>[]) =>
    reviewOf([digest(all.flat())], { ...reviewOptions, guardRails: infraHas(512) }).memory;
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
      { host: "infra", unlimited: 0, budget: 512, kept: [], ...with256 },
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
    expect(both).toMatchObject([{ host: "infra", before: 1024, after: 3200 }]);
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
    const { memory: hosts } = reviewOf(apart, { ...reviewOptions, guardRails: infraHas(32) });
    expect(hosts.map(({ host, after, budget }) => [host, after, budget])).toEqual([
      ["infra of staging", 64, 32],
      ["infra of prod", 64, 32],
    ]);
  });

  test("is not added up where the engine told only what changes", () => {
    expect(review(["staging-image-short"]).memory).toEqual([]);
  });

  describe("of environments that the note is not about", () => {
    const share = (environment: string, memory: number, count = 1) => ({ environment, memory, count });
    const kept = (...shares: ReturnType<typeof share>[]) => {
      const stays = digest(container("blog", ["same"], 64), { stack: "review-7" });
      const { memory: hosts } = reviewOf([stays], {
        ...reviewOptions,
        guardRails: infraHas(4096, ...shares),
      });
      return hosts.flatMap((host) => host.kept);
    };

    test("is kept free, by their shares", () => {
      expect(kept(share("prod", 1024), share("review-7", 512))).toEqual([
        { environment: "prod", memory: 1024 },
      ]);
    });

    test("is kept free for each that a pattern may stand for, but for those that are there", () => {
      expect(kept(share("review-*", 512, 3))).toEqual([{ environment: "review-*", memory: 1024 }]);
      expect(kept(share("review-7", 512), share("review-*", 512, 3))).toEqual([
        { environment: "review-*", memory: 1536 },
      ]);
    });

    test("counts against the budget, and the note says for whom it is", () => {
      const rails = (memory: number) =>
        infraHas(memory, share("prod", 64), share("staging", 256), share("review-*", 128, 2));
      const note = (memory: number) =>
        renderNote(
          reviewOf([digest(container("blog", ["update"], 64, 128))], {
            ...reviewOptions,
            guardRails: rails(memory),
          }),
        );
      const kept512 = "MiB, 512 MiB of it kept for `staging` and `review-*`";
      expect(note(639)).toContain(`containers may take 128 MiB; its budget is 639 ${kept512}`);
      expect(note(640)).toContain("✅");
      expect(note(640)).toContain(`64 MiB → 128 MiB; budget 640 ${kept512}`);
    });
  });

  test("above the budget is a warning, and that of the update alone too", () => {
    const note = (budget: number) =>
      renderNote(
        reviewOf([digest(container("blog", startFirst, 512, 512))], {
          ...reviewOptions,
          guardRails: infraHas(budget),
        }),
      );
    expect(note(511)).toContain("containers may take 512 MiB; its budget is 511 MiB");
    expect(note(1023)).toContain("1 GiB during the update; its budget is 1023 MiB");
    expect(note(1024)).toContain("✅ No request is lost");
  });
});
