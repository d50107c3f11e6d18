import { npx } from "../../../components/shared/npx";
import { exchangedIn, sleepersIn } from "../../../components/survey/asleep";
import { exitCodes, Failure } from "../../shared/failure";
import { askingOn, askVolumes } from "../../status/read/engine";
import { isRunning, type MountingContainer, type Place } from "./engine";

/**
 * What sleeps would be woken in part.
 * @throws Failure where one of them does.
 */
export async function refuseAsleep(
  { engine, variables }: Place,
  some: readonly MountingContainer[],
  service: string,
  stack: string,
): Promise<void> {
  const volumes = await askVolumes(askingOn(engine, variables));
  const [sleepers, exchanged] = [sleepersIn(volumes), exchangedIn(volumes)];
  const asleep = some.filter((one) => !isRunning(one) && sleepers.has(one.name));
  if (asleep.some(({ name }) => exchanged.has(name)))
    throw new Failure(
      `${service}: a rehearsal has stopped ${stack}, and was cut off; first: ${npx(`homeport rehearse --to ${stack} --back`)}, or the rehearsal once more`,
      exitCodes.unfinished,
    );
  if (asleep.length > 0)
    throw new Failure(
      `${service}: ${asleep.map(({ name }) => name).join(", ")} of ${stack} sleep; first: ${npx(`homeport wake ${stack}`)}`,
    );
}
