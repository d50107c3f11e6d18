import type { Engine } from "../../test/e2e/engine";
import { trust } from "../../test/support/trust";
import { farmUrls, removeAll } from "../ours";
import { Project } from "../pulumi";
import { spreadOf } from "../report/spread";
import { answers, Compose } from "./compose";
import type { Measured } from "./report";

/** Deploys, changes and takes away so many services, by Homeport and then by Compose. */
export const measure = async (engine: Engine, services: number): Promise<Measured> => ({
  services,
  ...(await withPulumi(engine, services)),
  compose: await withCompose(services),
});

async function withPulumi(engine: Engine, size: number): Promise<Omit<Measured, "services" | "compose">> {
  const project = new Project(engine);
  const empty = new Project(engine, "export {};\n");
  try {
    await project.open({ "bench:services": size, "bench:drainSeconds": 0 });
    await empty.open({});
    const created = await project.up();
    trust(farmUrls.https, await project.output("authority"));
    for (const service of [1, size]) await require200(service, "first");
    const state = await project.state();
    const previews = await inTurn(project.preview, empty.preview);
    project.configure({ "bench:answer": "second" });
    const changed = await project.up();
    await require200(1, "second");
    const [unchanged, emptyPreview] = previews;
    return {
      homeport: { created, unchanged, changed, removed: await project.destroy() },
      emptyPreview,
      state,
    };
  } finally {
    for (const one of [project, empty]) one.close();
    await removeAll();
  }
}

/** What else the machine does meets both alike. @returns the median of each */
async function inTurn(...measured: (() => Promise<number>)[]): Promise<[number, number]> {
  const seconds = measured.map((): number[] => []);
  for (let turn = 0; turn < 3; turn++)
    for (const [at, one] of measured.entries()) seconds[at]?.push(await one());
  return seconds.map((some) => spreadOf(some).median) as [number, number];
}

/** A finished update is one whose services answer: Homeport has waited for that itself. */
async function require200(service: number, answer: string): Promise<void> {
  if (!(await answers(farmUrls.https, service, answer)))
    throw new Error(`after the update, service ${service} does not answer "${answer}"`);
}

async function withCompose(size: number): Promise<Measured["compose"]> {
  const compose = new Compose(size);
  try {
    const created = await compose.up("first");
    const unchanged = await compose.up("first");
    compose.write("second");
    const changed = await compose.up("second");
    return { created, unchanged, changed, removed: await compose.down() };
  } finally {
    compose.close();
    await removeAll();
  }
}
