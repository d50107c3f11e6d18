import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { defaultImages } from "../../components/shared/image";
import { archivesOf } from "../images/debian";
import { newEnough } from "../images/go";
import { directoryOf, recipes } from "../images/recipes";
import { testImages } from "../images/tags";

test("apt's simulation names the archives to unpack, epochs escaped as apt does", () => {
  const simulation = [
    "Inst libc6 (2.41-12 Debian:13.1/stable [amd64])",
    "Inst busybox (1:1.37.0-6 Debian:13.1/stable [amd64]) []",
    "Inst base-files (13.9 Debian:13.1/stable [all])",
    "Conf libc6 (2.41-12 Debian:13.1/stable [amd64])",
  ].join("\n");
  expect(archivesOf(simulation)).toEqual([
    "libc6_2.41-12_amd64.deb",
    "busybox_1%3a1.37.0-6_amd64.deb",
    "base-files_13.9_all.deb",
  ]);
});

test("an old or missing Go is not used to compile the test images", () => {
  expect(["go1.24.4\n", "go1.26.8", "go2.0"].map(newEnough)).toEqual([true, true, true]);
  expect(["", "go1.19.8", "go1.23.12"].map(newEnough)).toEqual([false, false, false]);
});

test("the Traefik image holds the version that its tag names", () => {
  const version = testImages.traefik.split(":")[1];
  const module = readFileSync(join(__dirname, "../images/traefik/go.mod"), "utf8");
  expect(module).toContain(`github.com/traefik/traefik/v3 v${version} `);
});

test("the lego image holds the version that its tag names and that runs by default", () => {
  const version = testImages.lego.split(":")[1];
  const module = readFileSync(join(__dirname, "../images/lego/go.mod"), "utf8");
  expect(module).toContain(`github.com/go-acme/lego/v4 v${version} `);
  expect(defaultImages.lego).toBe(`goacme/lego:v${version}`);
});

test.each(recipes.filter((recipe) => recipe.base))(
  "the $name image starts from the image that it names",
  (recipe) => {
    expect(readFileSync(join(directoryOf(recipe), "Dockerfile"), "utf8")).toContain(
      `FROM ${recipe.base?.tag}\n`,
    );
  },
);
