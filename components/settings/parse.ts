import { problemsOf } from "../shared/problems";
import { ownClashes, siblingClashes } from "./clashes";
import type { Resolved, Sibling } from "./resolved";
import { type RawSettings, settingsSchema } from "./schema";
import { SettingsError } from "./settingsError";

/** The settings of one stack as its files have them, without the project's name before each key. */
export interface StackSettings {
  readonly stack: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Keys of the first level that stand in `Pulumi.yaml`, for every stack. @default none is known to */
  readonly ofProject?: ReadonlySet<string>;
}

/**
 * Checks the settings of a stack, alone and against those of the project's other stacks.
 * @throws SettingsError that lists every problem.
 */
export function parseSettings(own: StackSettings, siblings: readonly StackSettings[] = []): Resolved {
  const wrong = problemsOf(settingsSchema, own.values, [], "setting");
  if (wrong.length > 0)
    throw new SettingsError(
      wrong.map(({ path, message }) => `${path.join(".")}: ${message}\n  in ${fileOf(String(path[0]), own)}`),
    );
  const settings = withOffsets(settingsSchema.parse(own.values));
  const problems = [
    ...ownClashes(settings),
    ...usable(siblings).flatMap((sibling) => siblingClashes(settings, sibling)),
  ];
  if (problems.length > 0)
    throw new SettingsError(problems.map((problem) => `${problem}\n  in ${filesOf(problem, own)}`));
  return settings;
}

/** The other stacks' settings; a file that is not usable is its own stack's problem. */
export const usable = (siblings: readonly StackSettings[]): Sibling[] =>
  siblings.flatMap(({ stack, values }) => {
    const { data } = settingsSchema.safeParse(values);
    return data ? [{ stack, settings: withOffsets(data) }] : [];
  });

/** Adds a stack's offsets to the base ports. */
export function withOffsets({ ports, portOffsets, ...rest }: RawSettings): Resolved {
  return {
    ...rest,
    portOffsets,
    ports: {
      http: ports.http + portOffsets.farm,
      https: ports.https + portOffsets.farm,
      stats: ports.stats + portOffsets.farm,
      router: ports.router + portOffsets.router,
    },
  };
}

/** The file that a setting stands in, or belongs into where it is missing. */
export const fileOf = (setting: string, { stack, ofProject }: Omit<StackSettings, "values">): string =>
  ofProject?.has(setting) ? "Pulumi.yaml" : `Pulumi.${stack}.yaml`;

/** Of a clash, also the stack's own file: there it is mended for this stack alone. */
function filesOf(clash: string, own: StackSettings): string {
  const [setting = ""] = clash.split(/[.:]/);
  return [...new Set([fileOf(setting, own), `Pulumi.${own.stack}.yaml`])].join(" and ");
}
