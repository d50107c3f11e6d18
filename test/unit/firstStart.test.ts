import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { announcement, inOrder, recipesOf } from "../images/plan";
import { Steps } from "../images/steps";
import { testImages } from "../images/tags";
import { wantedImages } from "../sandbox/images";
import { Pulled, progressLine } from "../sandbox/pull";

const project = join(__dirname, "../..");
const stacks = ["prod", "staging"];
const files = { "homeport:certificates": { source: "files", directory: "/etc/letsencrypt" } };
const acme = { "homeport:certificates": { source: "acme", challenge: { kind: "http-01" } } };

describe("a first start needs the images that its environments run, and no others", () => {
  const namesWith = (config: object, stackConfig = {}) => [
    ...new Set(wantedImages({ project, stacks, config: { ...config }, stackConfig }).map(({ name }) => name)),
  ];

  test.each([
    ["an own authority", namesWith({}), ["traefik", "haproxy", "site", "echo"]],
    ["files", namesWith(files), ["traefik", "haproxy", "site", "echo", "keeper"]],
    ["acme", namesWith(acme), ["traefik", "haproxy", "site", "echo", "keeper", "lego"]],
    [
      "acme in one",
      namesWith({}, { staging: acme }),
      ["traefik", "haproxy", "site", "echo", "keeper", "lego"],
    ],
  ])("with %s", (_, found, expected) => expect(found).toEqual(expected));

  test("each by the reference that its stack's settings name", () => {
    const config = { "homeport:images": { site: "registry.example.org/site:1" } };
    const wanted = wantedImages({ project, stacks, config: {}, stackConfig: { staging: config } });
    const sites = wanted.filter(({ name }) => name === "site").map(({ image }) => image);
    expect(sites).toEqual([expect.stringContaining("nginx"), "registry.example.org/site:1"]);
  });
});

describe("test images are built", () => {
  const { traefik, haproxy, site, echo } = testImages;
  const wanted = recipesOf([haproxy, echo, site, traefik]);
  const names = (recipes: { name: string }[]) => recipes.map(({ name }) => name);

  test("those that are asked for, with what they start from", () => {
    expect(names(wanted)).toEqual(["base", "echo", "haproxy", "site", "traefik"]);
    expect(names(recipesOf([echo]))).toEqual(["echo"]);
    expect(recipesOf().length).toBeGreaterThan(12);
  });

  test("the longest first, beside the others", () => {
    expect(names(inOrder(wanted).compiled)).toEqual(["traefik", "echo"]);
    expect(names(inOrder(wanted).packaged)).toEqual(["base", "haproxy", "site"]);
    expect(names(inOrder(recipesOf()).packaged).slice(0, 2)).toEqual(["base", "wordpress"]);
  });

  test("with a word about how long it takes, and what for", () => {
    expect(announcement(wanted)).toMatch(
      /^building 5 test images: about \d(\.5)? min on two processors, most of it for traefik$/,
    );
    expect(announcement(recipesOf([echo]))).toBe("building 1 test image: about 50 s on two processors");
  });
});

test("what takes long is told again and again, with how long it is going to", async () => {
  vi.useFakeTimers();
  const lines: string[] = [];
  const steps = new Steps(2, (line) => lines.push(line));
  const wait = () => new Promise<void>((resolve) => setTimeout(resolve, 65_000));
  const both = Promise.all([steps.run("image a", wait, "about 1 min"), steps.run("lists", async () => {})]);
  await vi.advanceTimersByTimeAsync(65_000);
  await both;
  vi.useRealTimers();
  expect(lines).toEqual([
    "[1/2] image a … (about 1 min)",
    "[2/2] lists …",
    "[2/2] lists: 0.0 s",
    "[1/2] image a … 30.0 s so far of about 1 min",
    "[1/2] image a … 60.0 s so far of about 1 min",
    "[1/2] image a: 65.0 s",
  ]);
});

test("of what is pulled, one line tells which images are awaited and how much of each has come", () => {
  const [site, echo] = [new Pulled(), new Pulled()];
  site.hear({ status: "Pulling from library/nginx", id: "1.29" });
  site.hear({ status: "Downloading", id: "a", progressDetail: { current: 2_000_000, total: 30_000_000 } });
  site.hear({ status: "Downloading", id: "b", progressDetail: { current: 1_000_000, total: 15_000_000 } });
  site.hear({ status: "Download complete", id: "b" });
  site.hear({ status: "Extracting", id: "b", progressDetail: { current: 5, total: 15_000_000 } });
  const under = new Map([
    ["nginx:1.29", site],
    ["whoami:1", echo],
  ]);
  expect(progressLine(under)).toBe("waiting for nginx:1.29: 17 of 45 MB, whoami:1");
});
