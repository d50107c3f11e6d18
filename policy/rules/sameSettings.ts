import { isDeepStrictEqual } from "node:util";
import { isAmong } from "../../components/shared/pattern";
import type { Finding, StackRule } from "../rule";
import { readStackFiles, type StackFile } from "../stackFiles";

/** Differences that the program itself decides on are none that it can have: no decision depends on a stack's name. */
export const sameSettings: StackRule<{ mayDiffer?: readonly string[] }> = {
  about: "stack",
  name: "same-settings",
  description: "Environments differ only where they may: else one does not show what another does.",
  settings: {
    mayDiffer: {
      type: "array",
      items: { type: "string" },
      description: "Settings that may differ between stacks, with their namespace. Without it, all may.",
    },
  },
  check: ({ name, project }, { mayDiffer }) =>
    mayDiffer ? settingsThatDiffer(name, readStackFiles(project), mayDiffer) : [],
};

/** What a stack's file says otherwise than another's; a value is never shown, as it may be a secret. */
export function settingsThatDiffer(
  own: string,
  files: readonly StackFile[],
  mayDiffer: readonly string[],
): Finding[] {
  const settings = files.find(({ stack }) => stack === own)?.settings;
  if (!settings) return [];
  return files
    .filter(({ stack }) => stack !== own)
    .flatMap((other) => {
      const keys = [...new Set([...Object.keys(settings), ...Object.keys(other.settings)])].filter(
        (key) => !isAmong(mayDiffer, key) && !isAlike(settings[key], other.settings[key]),
      );
      const wayOut = "give both the same in Pulumi.yaml, or name what may differ in this rule's mayDiffer";
      return keys.length > 0
        ? [{ message: `unlike Pulumi.${other.stack}.yaml: ${keys.sort().join(", ")}; ${wayOut}` }]
        : [];
    });
}

/** Of secrets, each stack has its own text for one value: that both have one is all that can be known. */
const isAlike = (a: unknown, b: unknown): boolean => (isSecret(a) && isSecret(b)) || isDeepStrictEqual(a, b);

const isSecret = (value: unknown): boolean =>
  typeof value === "object" && value !== null && Object.keys(value).join() === "secure";
