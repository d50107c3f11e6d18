import * as pulumi from "@pulumi/pulumi";
import { npx } from "../shared/npx";
import { perProgram } from "../survey/perProgram";
import { refused } from "../survey/refused";

interface Sleeping extends pulumi.Resource {
  readonly environment: string;
}

const told = perProgram(() => new Set<string>());

/**
 * What an update meets that finds an environment asleep: it would start a part of it, and wait in vain for the rest. A preview
 * shows what the update would change.
 * @param since when the environment sleeps
 */
export async function meetAsleep(network: Sleeping, since: string): Promise<void> {
  const { environment } = network;
  if (!pulumi.runtime.isDryRun()) return refused(wakeFirst(environment, since));
  if (told().has(environment)) return;
  told().add(environment);
  await pulumi.log.warn(`${asleep(environment, since)}: an update is refused until it is woken.`, network);
}

const asleep = (environment: string, since: string): string =>
  `the environment ${environment} has been asleep since ${since}`;

const wakeFirst = (environment: string, since: string): string =>
  `${asleep(environment, since)}, and an update would wake a part of it. Nothing is changed.
  Wake it first: ${npx(`homeport wake --stack ${pulumi.getStack()}`)}`;
