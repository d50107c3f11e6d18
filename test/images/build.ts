/** Builds the test images that are missing or out of date: `npm run images`. */
import { cp, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Holder, inTurn } from "../support/turn";
import { DebianPackages, type Release } from "./debian";
import { buildImage, builtFrom, removeReplaced } from "./engine";
import { compile, findGo } from "./go";
import { about, announcement, inOrder, recipesOf, secondsFor } from "./plan";
import { base, directoryOf, hashOf, type Program, type Recipe } from "./recipes";
import { run } from "./run";
import { Steps, seconds } from "./steps";

const cache = join(__dirname, "../../.cache/images");

/** @param tags which of them, with what they start from; by default all */
export async function buildTestImages(
  report: (line: string) => void,
  tags?: readonly string[],
): Promise<void> {
  const start = Date.now();
  if ((await outdated(tags)).length > 0) {
    await mkdir(cache, { recursive: true });
    await inTurn("images", waitingFor(report), () => buildOutdated(report, tags));
  }
  report(`test images are ready (${seconds(start)})`);
}

/** One build at a time, whoever asks for it: apt's state is shared in a checkout, and the tags on an engine. */
export const waitingFor =
  (report: (line: string) => void) =>
  ({ pid, folder }: Holder) =>
    report(`waiting for the build of the test images in ${folder} (process ${pid}) …`);

async function outdated(tags?: readonly string[]): Promise<Recipe[]> {
  const all = recipesOf(tags);
  const current = await Promise.all(all.map(isCurrent));
  const wanted = all.filter((_, index) => !current[index]);
  // The base alone is nothing that anybody asked for.
  return wanted.every((recipe) => recipe === base) ? [] : wanted;
}

async function isCurrent(recipe: Recipe): Promise<boolean> {
  return (await builtFrom(recipe.tag)) === (await hashOf(recipe));
}

async function buildOutdated(report: (line: string) => void, tags?: readonly string[]): Promise<void> {
  const wanted = await outdated(tags); // Asked again: the build that held the lock may have done it all.
  if (wanted.length === 0) return;
  report(announcement(wanted));
  const { packaged, compiled } = inOrder(wanted);
  const programs = compiled.filter(isProgram);
  const releases = [
    ...new Set<Release>([
      "trixie",
      ...wanted.flatMap(({ system, release }) => system?.release ?? release ?? []),
    ]),
  ];
  const steps = new Steps(releases.length + 1 + wanted.length, report);
  const lists = await oneByOne(releases, async (release) => {
    const open = () => DebianPackages.open(release, join(cache, `apt-${release}`));
    return [release, await steps.run(`package lists of Debian ${release}`, open)] as const;
  });
  const debian = Object.fromEntries(lists) as Record<Release, DebianPackages>;
  const go = await steps.run("Go compiler", () => findGo(debian.trixie, join(cache, "go")));
  const makeImage = (recipe: Recipe, fill: () => Promise<void>) =>
    steps.run(
      `image ${recipe.tag}`,
      async () => {
        await prepare(recipe);
        await fill();
        await finish(recipe);
      },
      about(secondsFor(recipe)),
    );

  const packagedImages = oneByOne(packaged, (recipe) => makeImage(recipe, () => addPackages(recipe, debian)));
  const programImages = oneByOne(programs, (recipe) =>
    makeImage(recipe, async () => {
      await compile(go, directoryOf(recipe), recipe.program, join(context(recipe), "bin", recipe.name));
      await packagedImages; // The base image is one of them.
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

async function addPackages(
  { name, system, npm, packages = [], release = "trixie", base: below }: Recipe,
  debian: Record<Release, DebianPackages>,
): Promise<void> {
  const to = join(cache, name);
  if (system) await debian[system.release].system(system.packages, to);
  else await debian[release].unpack(packages, join(to, "packages"), below?.packages);
  // Nothing that a package would run at its installation.
  if (npm) await run("npm", ["ci", "--ignore-scripts", "--omit=dev", "--omit=optional"], { cwd: to });
}

async function finish(recipe: Recipe): Promise<void> {
  await buildImage(recipe.tag, context(recipe), await hashOf(recipe), recipe.args);
  await rm(context(recipe), { recursive: true, force: true });
}

async function oneByOne<T, R>(items: T[], action: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (const item of items) results.push(await action(item));
  return results;
}

if (require.main === module) {
  buildTestImages(console.log).catch((error: Error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
}
