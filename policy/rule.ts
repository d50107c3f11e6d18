import type { PolicyConfigSchema } from "@pulumi/policy";
import type { Container, Volume } from "./container";
import type { Stack } from "./stack";

/** The JSON schema of one setting. */
export type SettingSchema = PolicyConfigSchema["properties"][string];

/** What is wrong: what was found, what is expected, and an example or the way out. */
export interface Finding {
  readonly message: string;
  /** The resource that it is about; absent for the whole stack. */
  readonly urn?: string;
}

interface Named {
  /** Under which the configuration finds it. */
  readonly name: string;
  /** The rule in one sentence. */
  readonly description: string;
  /** What the configuration may say of it, each with its default; `except` is added to every rule. */
  readonly settings?: Readonly<Record<string, SettingSchema>>;
  /** How strict it is where the configuration does not say. @default advisory */
  readonly enforcementLevel?: "mandatory";
}

/** A rule that looks at one container before it is made or changed. */
export interface ContainerRule<Settings> extends Named {
  readonly about: "container";
  readonly check: (container: Container, settings: Settings) => readonly string[];
  /** What it says of a volume that containers may have. @default nothing */
  readonly checkVolume?: (volume: Volume, settings: Settings) => readonly string[];
}

/** A rule that looks at all of a stack's resources. */
export interface StackRule<Settings> extends Named {
  readonly about: "stack";
  readonly check: (stack: Stack, settings: Settings) => readonly Finding[];
}

// Each rule knows the form of its own settings; whoever calls it passes on what its schema has let in.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type Rule = ContainerRule<any> | StackRule<any>;

/** The schema of a list of names. */
export const names = (description: string): SettingSchema => ({
  type: "array",
  items: { type: "string" },
  default: [],
  description,
});
