import { z } from "zod";
import { npx } from "../../components/shared/npx";
import { Failure } from "../shared/failure";
import { parseJson } from "../shared/json";

/** The environment of a merge request, as `pulumi stack ls --json` tells of it. */
export interface ReviewStack {
  readonly number: number;
  readonly stack: string;
  /** Milliseconds since 1970; 0 where nothing was ever deployed. */
  readonly updated: number;
}

const listSchema = z.array(z.object({ name: z.string(), lastUpdate: z.string().optional() }));

export const stackOf = (number: number): string => `review-${number}`;

/**
 * Picks the environments of merge requests out of all stacks.
 * @throws Failure where the text is not the list.
 */
export function reviewStacks(source: string, text: string): ReviewStack[] {
  const { data } = listSchema.safeParse(parseJson(text));
  if (!data) throw new Failure(`${source}: it is not the output of: ${npx("pulumi stack ls --json")}`);
  return data.flatMap(({ name, lastUpdate }) => {
    // With an organisation and a project before it, on some backends.
    const [, number] = /^(?:.*\/)?review-([1-9]\d*)$/.exec(name) ?? [];
    if (!number) return [];
    return [{ number: Number(number), stack: name, updated: Date.parse(lastUpdate ?? "") || 0 }];
  });
}

/**
 * Which environments have to go, so that one more is not one too many: those that were left alone the longest.
 * @param most how many there may be, with the one for `number`
 */
export function leaving(number: number, stacks: readonly ReviewStack[], most: number): ReviewStack[] {
  const others = stacks.filter((one) => one.number !== number);
  const tooMany = Math.max(0, others.length + 1 - most);
  return others.toSorted((a, b) => a.updated - b.updated || a.number - b.number).slice(0, tooMany);
}
