import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { reviewOf } from "../../../../commands/preview/model/review";
import { renderNote } from "../../../../commands/preview/render/note";
import { noGuardRails, type Proven, readGuardRails } from "../../../../commands/shared/guardRails";
import { digest, review, reviewOptions, service, steps } from "./fixtures";

const [sha, other] = ["a", "b"].map((letter) => `sha256:${letter.repeat(64)}`);

describe("an image that no promotion has shown at work", () => {
  const prod: Proven = { environments: ["prod"], images: [], except: [] };
  const labels = (environment: string) => [{ label: "homeport.environment", value: environment }];
  const made = (name: string, ops: string[], old: object, now: object) =>
    steps({
      type: "container",
      name,
      parent: service(name.replace(/-\d$/, "")),
      ops,
      old: { memory: 64, ...old },
      now: { memory: 64, ...now },
    });
  const reviewed = (proven: Partial<Proven>, ...all: ReturnType<typeof steps>[]) =>
    reviewOf([digest(all.flat())], {
      ...reviewOptions,
      guardRails: { ...noGuardRails, proven: { ...prod, ...proven } },
    });
  const found = (...words: Parameters<typeof reviewed>) =>
    reviewed(...words).environments.flatMap(({ unproven }) =>
      unproven.map(({ owners, image }) => `${owners}: ${image}`),
    );
  const bump = (name: string, image: string, more = {}) =>
    made(name, ["replace"], { image: "a:1", ...more }, { image, ...more });

  test("is told of once, with all services that get it", () => {
    const all = [bump("blog-0", "a:2"), bump("blog-1", "a:2"), bump("shop-0", "a:2")];
    expect(found({}, ...all)).toEqual(["blog,shop: a:2"]);
    expect(renderNote(reviewed({}, ...all))).toContain(
      "`blog` and `shop` get `a:2`, which no promotion has shown at work",
    );
  });

  test("is told of where it comes with a new service", () => {
    expect(found({}, made("wiki-0", ["create"], {}, { image: "wiki:1" }))).toEqual(["wiki: wiki:1"]);
  });

  test.each([
    ["by its tag", "a:2", ["a:2"]],
    ["by a tag whose digest is known", "a:2", [`a:2@${sha}`]],
    ["by its digest, under any name", `mirror.example.org/a@${sha}`, [`a:2@${sha}`]],
  ])("is none where it has run %s", (_, image, images) => {
    expect(found({ images }, bump("blog-0", image))).toEqual([]);
  });

  test("is none once a promotion has written it down", () => {
    const written = readFileSync(join(__dirname, "../../golden/promotion/guard-rails.json"), "utf8");
    const { proven } = readGuardRails("guard-rails.json", written);
    const [image = ""] = proven.images.filter((one) => one.includes("@"));
    expect(found({ images: [] }, bump("blog-0", image))).toEqual([`blog: ${image}`]);
    expect(found(proven, bump("blog-0", image))).toEqual([]);
  });

  test("is one whose tag has been moved since", () => {
    const moved = `a:2@${other}`;
    expect(found({ images: [`a:2@${sha}`, "a:2"] }, bump("blog-0", moved))).toEqual([`blog: ${moved}`]);
  });

  test("is none where the environment runs it already, goes, or waits for nobody's proof", () => {
    const running = made("blog-0", ["same"], { image: "a:1" }, { image: "a:1" });
    expect(found({}, running, made("blog-1", ["create"], {}, { image: "a:1" }))).toEqual([]);
    expect(found({}, made("blog-0", ["delete"], { image: "a:1" }, {}))).toEqual([]);
    expect(found({ environments: ["live-*"] }, bump("blog-0", "a:2"))).toEqual([]);
    expect(found({ except: ["blog-*"] }, bump("blog-0", "a:2"))).toEqual([]);
  });

  test("is looked for by the name that an environment has for itself", () => {
    const live = { labels: labels("live-1") };
    expect(found({}, bump("blog-0", "a:2", live))).toEqual([]);
    expect(found({ environments: ["live-*"] }, bump("blog-0", "a:2", live))).toEqual(["blog: a:2"]);
  });

  test("is among the first things that production's note says, and not in staging's", () => {
    const guardRails = { ...noGuardRails, proven: prod };
    const note = renderNote(review(["prod-several", "staging-several"], { guardRails }));
    expect(note).toMatch(
      /- \*\*`prod`\*\*: `blog` gets `homeport-test\/site:2@sha256:4f8b1c2d4f8b…`, which no promotion has shown at work\n/,
    );
    expect(note.match(/no promotion/g)).toHaveLength(1);
  });
});
