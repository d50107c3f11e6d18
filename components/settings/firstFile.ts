import { siblingClashes } from "./clashes";
import { parseSettings, type StackSettings, usable } from "./parse";
import type { Sibling } from "./resolved";
import { SettingsError } from "./settingsError";

/** How many environments beside each other are looked at for a free place. */
const most = 50;

type Values = StackSettings["values"];

/** Settings that a new stack can begin with: a network and ports that no other stack of the project has. */
function firstSettings(siblings: readonly Sibling[], defaults: Values) {
  const places = Array.from({ length: most }, (_, at) => placeAt(at));
  const free = (values: Values) => places.filter((place) => isFree({ ...values, ...place }, siblings));
  return known(defaults).flatMap(free)[0] ?? placeAt(0);
}

/** What is wrong with other settings is told once there is a place; its ports count anyway. */
const known = (defaults: Values): Values[] => [defaults, { ports: defaults.ports }, {}];

const placeAt = (at: number) => ({
  portOffsets: { farm: at * 101, router: at * 11 },
  network: { subnet: `172.30.${70 + at}.0/24`, bindAddress: "127.0.0.1" },
});

function isFree(values: Values, siblings: readonly Sibling[]): boolean {
  try {
    const settings = parseSettings({ stack: "", values });
    return siblings.every((sibling) => siblingClashes(settings, sibling).length === 0);
  } catch (error) {
    if (error instanceof SettingsError) return false;
    throw error;
  }
}

/** The whole file of a stack that has no settings yet. */
function fileText(project: string, { portOffsets, network }: ReturnType<typeof placeAt>): string {
  return `config:
  ${project}:portOffsets: { farm: ${portOffsets.farm}, router: ${portOffsets.router} }
  ${project}:network:
    subnet: ${network.subnet}
    bindAddress: ${network.bindAddress}
`;
}

/**
 * What a person writes for stacks that have no settings yet, each another place.
 * @param project what stands before each setting's name
 * @param others stacks of the project whose files are there
 * @param defaults what the project's file says for every stack
 * @returns the files' texts by stack
 */
export function firstFiles(
  project: string,
  stacks: readonly string[],
  others: readonly StackSettings[],
  defaults: Values,
): ReadonlyMap<string, string> {
  const siblings = [...usable(others)];
  const texts = new Map<string, string>();
  for (const stack of stacks) {
    const place = firstSettings(siblings, defaults);
    texts.set(stack, fileText(project, place));
    siblings.push(
      ...known(defaults)
        .flatMap((values) => usable([{ stack, values: { ...values, ...place } }]))
        .slice(0, 1),
    );
  }
  return texts;
}

/** Why a stack that has no settings yet does not run, and what to write. */
export function noSettings(
  project: string,
  stack: string,
  others: readonly StackSettings[],
  defaults: Values,
): string {
  const toWrite = `This stack has no settings yet. Write into Pulumi.${stack}.yaml, below "config:" where that is there`;
  const [visited, beside] = firstFiles(project, ["visited", "beside"], others, defaults).values();
  const told =
    usable(others).length > 0
      ? `${toWrite}:

${visited}`
      : `${toWrite}, one of these two.

Of the environment that visitors reach, which has the project's own ports:

${visited}
Of one beside it, such as staging:

${beside}`;
  return `${told}
0.0.0.0 in place of 127.0.0.1 lets in visitors from outside this machine. Another stack is told other ports and
another network once this is written.`;
}
