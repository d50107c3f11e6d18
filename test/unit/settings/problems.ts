import { parseSettings } from "../../../components/settings/parse";
import { SettingsError } from "../../../components/settings/settingsError";

/** The least that a stack has to set. */
export const usable = { network: { subnet: "172.30.71.0/24" } };

/** What is wrong with the settings of staging beside its siblings' : one text for each problem. */
export function problems(
  values: Record<string, unknown>,
  siblings: Record<string, Record<string, unknown>> = {},
): string[] {
  const others = Object.entries(siblings).map(([stack, values]) => ({ stack, values }));
  try {
    parseSettings({ stack: "staging", values: { ...usable, ...values } }, others);
  } catch (error) {
    if (error instanceof SettingsError) return [...error.problems];
    throw error;
  }
  return [];
}
