import { settingKey } from "../shared/settingKey";
import { settingsSchema } from "./schema";

/** What this project is called itself, and so what examples begin their settings with. */
export const ours = "homeport";

/**
 * Settings under a name that is another project's: Pulumi takes them, and nobody would read them.
 * @param keys of the whole configuration
 * @returns each such setting with the way out
 */
export function underForeignPrefix(
  keys: readonly string[],
  project: string,
): { readonly name: string; readonly problem: string }[] {
  if (project === ours) return [];
  return keys
    .filter((key) => key.startsWith(`${ours}:`))
    .map((key) => key.slice(ours.length + 1))
    .filter((name) => name in settingsSchema.shape)
    .map((name) => ({
      name,
      problem: `${ours}:${name}: settings of this project begin with its name, ${project}, and this one would be ignored; write ${settingKey(name, project)}`,
    }));
}
