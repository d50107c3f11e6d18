import { expect, test } from "vitest";
import {
  defaultImages,
  isProven,
  isRegistry,
  judgeImage,
  readImage,
  sourceOf,
} from "../../../components/shared/image";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

test.each([
  "nginx:1.29.3-alpine",
  "nginxinc/nginx-unprivileged:1.29.3-alpine",
  "registry.example.org/team/app:2.0",
  "registry.example.org:5000/app:2.0",
  "localhost:5000/app:v1",
  "ghcr.io/some-one/some__thing.else:1_0",
  `nginx@${digest}`,
  `nginx:1.29@${digest}`,
  `registry.example.org:5000/a/b/c@${digest}`,
  digest,
])("%s names its version and passes without a word", (image) => {
  expect(judgeImage(image)).toBe("pinned");
});

test.each([
  "nginx",
  "nginx:latest",
  "team/app",
  "registry.example.org:5000/app",
  "localhost:5000/app:latest",
])("%s would change unseen", (image) => {
  expect(judgeImage(image)).toBe("unpinned");
});

test.each([
  "",
  " ",
  "Nginx:1",
  "nginx:",
  "nginx:1 2",
  "nginx:-1",
  "nginx@sha256:123",
  `nginx@${digest}0`,
  "nginx:1:2",
  "/nginx:1",
  "team//app:1",
  "https://registry.example.org/app:1",
  "nginx:1; rm -rf /",
  "nginx:1\n",
  `nginx:${"1".repeat(129)}`,
])("%j would fail only at the engine", (image) => {
  expect(judgeImage(image)).toBe("invalid");
});

test("the images that run where nothing else is named are pinned", () => {
  for (const image of Object.values(defaultImages))
    expect([image, judgeImage(image)]).toEqual([image, "pinned"]);
});

test.each([
  ["nginx", "docker.io", "nginx:latest"],
  ["nginx:1.29", "docker.io", "nginx:1.29"],
  ["library/nginx:1.29", "docker.io", "nginx:1.29"],
  ["docker.io/library/nginx:1.29", "docker.io", "nginx:1.29"],
  ["index.docker.io/team/app:2", "docker.io", "team/app:2"],
  ["team/app:2.0", "docker.io", "team/app:2.0"],
  ["registry.example.org/app", "registry.example.org", "registry.example.org/app:latest"],
  ["registry.example.org:5000/a/b:2", "registry.example.org:5000", "registry.example.org:5000/a/b:2"],
  ["localhost/app:1", "localhost", "localhost/app:1"],
  ["[fd00::5]:5000/app:1", "[fd00::5]:5000", "[fd00::5]:5000/app:1"],
  [`nginx:1.29@${digest}`, "docker.io", `nginx@${digest}`],
  [`registry.example.org/a@${digest}`, "registry.example.org", `registry.example.org/a@${digest}`],
])("%s comes from %s, and an engine knows it as %s", (image, registry, name) => {
  expect(judgeImage(image)).not.toBe("invalid");
  expect(sourceOf(image)).toEqual({ registry, name });
});

test("an id of an image comes from nowhere", () => expect(sourceOf(digest)).toBeUndefined());

test.each(["team", "https://registry.example.org", "registry.example.org/team", "", "[fd00::5", "a b.org"])(
  "%j is no registry",
  (text) => expect(isRegistry(text)).toBe(false),
);

test.each([
  ["nginx", ["docker.io", "nginx", undefined, undefined]],
  ["docker.io/library/nginx:1.29", ["docker.io", "nginx", "1.29", undefined]],
  ["index.docker.io/team/app:2", ["docker.io", "team/app", "2", undefined]],
  [
    "registry.example.org:5000/a/b",
    ["registry.example.org:5000", "registry.example.org:5000/a/b", undefined, undefined],
  ],
  [
    `registry.example.org:5000/a:1@${digest}`,
    ["registry.example.org:5000", "registry.example.org:5000/a", "1", digest],
  ],
  [digest, ["", "", undefined, digest]],
  [digest.replace("sha256:", ""), ["", "", undefined, digest.replace("sha256:", "")]],
])("%s is read", (image, [registry, name, tag, has]) => {
  expect(readImage(image)).toEqual({ registry, name, tag, digest: has });
});

test.each(["", "Nginx:1", "nginx:1:2", "https://registry.example.org/app:1"])("%j is no image", (text) => {
  expect(readImage(text)).toBeUndefined();
});

test.each([
  ["nginx:1.29", "docker.io/library/nginx:1.29", true],
  ["docker.io/team/app:2", "team/app:2", true],
  ["nginx:1.29", "nginx:1.30", false],
  ["nginx:1.29", "registry.example.org/nginx:1.29", false],
  ["nginx:1.29", `nginx:1.29@${digest}`, true],
  [`nginx:1.29@${digest}`, "nginx:1.29", false],
  [`nginx:1.30@${digest}`, `mirror.example.org/nginx@${digest}`, true],
  ["Nginx:1", "Nginx:1", false],
])("that %s has run is shown by %s: %s", (image, ran, shown) => {
  expect(isProven(image, ran)).toBe(shown);
});
