import { npx } from "../../components/shared/npx";
import { runOnce } from "../restore/volumes/engine";
import type { Step } from "../restore/volumes/exchange";
import { swapScript } from "../restore/volumes/scripts";
import { exitCodes, Failure } from "../shared/failure";
import type { Surroundings } from "../shared/surroundings";
import type { Why } from "../sleep/engine";
import { askEnvironment } from "../sleep/environment";
import { fallAsleep, stoppingOf } from "../sleep/work";
import type { Answer } from "../smoke/answers";
import type { Asked } from "../wake/farm";
import { type Woken, wakeUp } from "../wake/work";
import type { Side } from "./sides";

/** What an exchange of an environment's data is made of. */
export interface Exchange {
  readonly stack: string;
  readonly sides: readonly Side[];
  readonly step: Step;
  readonly asked: Asked;
  readonly surroundings: Surroundings;
}

/** Takes volumes of all hosts to their new data or to their former ones, or gives up what was kept. */
export const move = (
  sides: readonly Pick<Side, "place" | "once" | "container" | "volumes">[],
  way: "forward" | "back" | "drop",
): Promise<unknown> =>
  Promise.all(
    sides
      .filter(({ volumes }) => volumes.length > 0)
      .map(({ place, once: name, container: backups, volumes }) =>
        runOnce(place, {
          ...{ name, backups, script: swapScript(way) },
          sources: volumes.map(({ source }) => source),
        }),
      ),
  );

/** Has all data take their turn, with nothing of the environment running. */
export async function swap({ stack, sides, step, surroundings }: Exchange, way: "forward" | "back") {
  await step(`${stack} stopped`, () => sleepNow(stack, surroundings, "exchange"));
  await step(`the ${way === "forward" ? "new" : "former"} data in their place`, () => move(sides, way));
}

/** Stops what runs. */
export async function sleepNow(stack: string, surroundings: Surroundings, why?: Why): Promise<void> {
  const environment = await askEnvironment(stack, surroundings);
  await fallAsleep(environment, stoppingOf(environment), { ...surroundings, now: new Date() }, why);
}

/** Starts the environment in its order, and asks it. */
export const wakeNow = ({ stack, step, asked, surroundings }: Exchange): Promise<Woken> =>
  step(`${stack} started, and asked`, async () =>
    wakeUp(await askEnvironment(stack, surroundings), asked, surroundings),
  );

/**
 * Gives how each name was answered.
 * @throws Failure where one is not served, or something is gone.
 */
export function servedBy({ answers, gone }: Woken, stack: string): readonly Answer[] {
  if (gone.length > 0)
    throw new Failure(`${gone.join(", ")}: gone; what makes them anew: ${npx("pulumi up")}`, exitCodes.amiss);
  const silent = answers.filter(({ served }) => !served);
  const [first] = silent;
  if (!first) return answers;
  const told = silent.map(({ service, url, said }) => `${service} at ${url} (${said})`);
  throw new Failure(
    `not served: ${told.join(", ")}\n  What it said meanwhile: ${npx(`homeport logs ${first.service} --stack ${stack}`)}`,
    exitCodes.amiss,
  );
}
