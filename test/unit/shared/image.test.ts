import { expect, test } from "vitest";
import { defaultImages, judgeImage } from "../../../components/shared/image";

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
