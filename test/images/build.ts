/** Builds the test images that are missing or out of date: `npm run images`. */
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { DebianPackages } from "./debian";
import { buildImage, builtFrom, removeReplaced } from "./engine";
import { compile, findGo } from "./go";
import { withLock } from "./lock";
import { base, directoryOf, hashOf, type Program, type Recipe, recipes } from "./recipes";
import { Steps, seconds } from "./steps";

const cache = join(__dirname, "../../.cache/images");

export async function buildTestImages(report: (line: string) => void): Promise<void> {
  const start = Date.now();
  if ((await outdated()).length > 0) {
    await mkdir(cache, { recursive: true });
    await withLock(join(cache, "lock"), report, () => buildOutdated(report));
  }
  report(`test images are ready (${seconds(start)})`);
}

async function outdated(): Promise<Recipe[]> {
  const current = await Promise.all(recipes.map(isCurrent));
  const wanted = recipes.filter((_, index) => !current[index]);
  const baseIsMissing = wanted.some((recipe) => recipe.base) && !(await isCurrent(base));
  return baseIsMissing ? [base, ...wanted] : wanted;
}

async function isCurrent(recipe: Recipe): Promise<boolean> {
  return (await builtFrom(recipe.tag)) === (await hashOf(recipe));
}

async function buildOutdated(report: (line: string) => void): Promise<void> {
  const wanted = await outdated(); // Asked again: the build that held the lock may have done it all.
  const packaged = wanted.filter((recipe) => !recipe.program);
  const programs = wanted.filter(isProgram);
  const steps = new Steps(2 + wanted.length, report);
  const debian = await steps.run("package lists of Debian 13", () => DebianPackages.open(join(cache, "apt")));
  const go = await steps.run("Go compiler", () => findGo(debian, join(cache, "go")));

  // Compiling takes nearly all of the time: the other images are built beside it.
  const packagedImages = inTurn(packaged, (recipe) =>
    steps.run(`image ${recipe.tag}`, async () => {
      await prepare(recipe);
      await debian.unpack(recipe.packages ?? [], join(context(recipe), "packages"), recipe.base?.packages);
      await finish(recipe);
    }),
  );
  const programImages = inTurn(programs, (recipe) =>
    steps.run(`image ${recipe.tag}`, async () => {
      await prepare(recipe);
      await compile(go, directoryOf(recipe), recipe.program, join(context(recipe), "bin", recipe.name));
      await packagedImages; // The base image is one of them.
      await finish(recipe);
    }),
  );
  await Promise.all([packagedImages, programImages]);
  await removeReplaced();
}

const isProgram = (recipe: Recipe): recipe is Recipe & { program: Program } => recipe.program !== undefined;

const context = (recipe: Recipe) => join(cache, recipe.name);

async function prepare(recipe: Recipe): Promise<void> {
  await rm(context(recipe), { recursive: true, force: true });
  await cp(directoryOf(recipe), context(recipe), { recursive: true });
}

async function finish(recipe: Recipe): Promise<void> {
  await buildImage(recipe.tag, context(recipe), await hashOf(recipe));
  await rm(context(recipe), { recursive: true, force: true });
}

async function inTurn<T>(items: T[], action: (item: T) => Promise<void>): Promise<void> {
  for (const item of items) {
    await action(item);
  }
}

if (require.main === module) {
  buildTestImages(console.log).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
