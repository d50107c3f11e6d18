import { siblingClashes } from "./clashes";
import { parseSettings } from "./parse";
import type { Sibling } from "./resolved";
import { SettingsError } from "./settingsError";

/** How many environments beside each other are looked at for a free place. */
const most = 50;

/** Settings that a new stack can begin with: a network and ports that no other stack of the project has. */
function firstSettings(siblings: readonly Sibling[], defaults: Readonly<Record<string, unknown>>) {
  const places = Array.from({ length: most }, (_, at) => ({
    portOffsets: { farm: at * 101, router: at * 11 },
    network: { subnet: `172.30.${70 + at}.0/24`, bindAddress: "127.0.0.1" },
  }));
  return places.find((place) => isFree({ ...defaults, ...place }, siblings)) ?? places[0];
}

function isFree(values: Readonly<Record<string, unknown>>, siblings: readonly Sibling[]): boolean {
  try {
    const settings = parseSettings({ stack: "", values });
    return siblings.every((sibling) => siblingClashes(settings, sibling).length === 0);
  } catch (error) {
    if (error instanceof SettingsError) return false;
    throw error;
  }
}

/**
 * What a person writes for a stack that has no settings yet: the whole file.
 * @param project what stands before each setting's name
 * @param defaults what the project's file says for every stack
 */
export function firstFile(
  project: string,
  stack: string,
  siblings: readonly Sibling[],
  defaults: Readonly<Record<string, unknown>>,
): string {
  const { portOffsets, network } = firstSettings(siblings, defaults) ?? {};
  return `This stack has no settings yet. Write into Pulumi.${stack}.yaml, below "config:" where that is there:

config:
  ${project}:portOffsets: { farm: ${portOffsets?.farm}, router: ${portOffsets?.router} }
  ${project}:network:
    subnet: ${network?.subnet}
    bindAddress: ${network?.bindAddress}

0.0.0.0 in place of 127.0.0.1 lets in visitors from outside this machine.`;
}
