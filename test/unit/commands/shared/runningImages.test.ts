import { describe, expect, test } from "vitest";
import { isSameImage, pinned, runningImages } from "../../../../commands/shared/runningImages";

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const run = (image: string, repoDigests: string[]) =>
  runningImages([{ name: "app", id: "id", image, engine: undefined }], { id: repoDigests }).app;

describe("what a container runs", () => {
  test.each([
    ["nginx:1.29", "nginx"],
    ["docker.io/library/nginx:1.29", "nginx"],
    ["index.docker.io/library/nginx:1.29", "nginx"],
    ["library/nginx:1.29", "nginx"],
    ["registry.example.org:5000/shop/web:2", "registry.example.org:5000/shop/web"],
    ["registry.example.org:5000/shop/web", "registry.example.org:5000/shop/web"],
  ])("%s has the digest that the engine knows from its registry, and not another's", (image, name) => {
    const digests = [`mirror.example.org/x@${digest("b")}`, `${name}@${digest("a")}`];
    expect(run(image, digests)).toEqual({ reference: image, digest: digest("a") });
  });

  test("has the digest by which the program names it, whatever the engine says", () => {
    expect(run(`nginx:1@${digest("c")}`, [`nginx@${digest("a")}`])?.digest).toBe(digest("c"));
  });

  test("has no digest where it came from no registry", () => {
    expect(run("home/made:1", [])).toEqual({ reference: "home/made:1", digest: undefined });
    expect(runningImages([{ name: "app", id: "gone", image: "a:1", engine: undefined }], {})).toEqual({
      app: { reference: "a:1", digest: undefined },
    });
  });
});

test("two images are the same by digest where both have one, else by name", () => {
  const image = (reference: string, letter?: string) => ({ reference, digest: letter && digest(letter) });
  expect(isSameImage(image("a:1", "a"), image("mirror/a:1", "a"))).toBe(true);
  expect(isSameImage(image("a:1", "a"), image("a:1", "b"))).toBe(false);
  expect(isSameImage(image("a:1", "a"), image("a:1"))).toBe(true);
  expect(isSameImage(image("a:1"), image("a:2"))).toBe(false);
});

test("a name gets its digest once", () => {
  expect(pinned({ reference: "a:1", digest: digest("a") })).toBe(`a:1@${digest("a")}`);
  expect(pinned({ reference: `a:1@${digest("a")}`, digest: digest("a") })).toBe(`a:1@${digest("a")}`);
  expect(pinned({ reference: "a:1", digest: undefined })).toBe("a:1");
});
