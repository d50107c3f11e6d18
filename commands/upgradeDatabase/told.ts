import { keptHours } from "../../components/backups/swap";
import { npx } from "../../components/shared/npx";
import { isVisited, usersOf } from "../restore/volumes/target";
import { bytes } from "../status/render/units";
import type { Upgraded } from "./journal";
import type { Subject } from "./subject";

const days = keptHours / 24;

const listed = (some: readonly { readonly name: string }[]): string =>
  some.map(({ name }) => name).join(", ") || "nothing";

/** What a plan is told of beside the database. */
export interface Planned extends Upgraded {
  readonly image: string;
  /** Whether the host has it. */
  readonly isThere: boolean;
  /** What no dump has. */
  readonly beside: readonly string[];
  /** Whether the server runs, so that it can be tried before. */
  readonly runs: boolean;
}

/** What an upgrade would do. */
export function renderPlan({ part, target, standing }: Subject, planned: Planned): string {
  const { from, to, image, isThere, beside, runs } = planned;
  const { service, backups, helpers } = target;
  const what = `${service}/${standing.volume}`;
  const away = isVisited(target) ? ": visitors get the page of status 503 until the update" : "";
  const steps = [
    ...(isThere ? [] : [`fetch ${image} on host ${backups.host}`]),
    ...(runs
      ? [
          `try it: have a dump of ${part} loaded by ${to} beside the server in use, with as much memory, and count its rows. Visitors notice nothing`,
        ]
      : []),
    `stop ${listed(helpers)}, so that no set is made meanwhile`,
    `stop ${listed(usersOf(target))}${away}`,
    `dump and load once more what is there then, with nobody who writes, and compare all rows`,
    `put the new data of ${what} in place of the former ones, which are kept for ${days} days; whatever fails until then, start all of them with their former data`,
  ];
  return `${part} of ${backups.stack}, on host ${backups.host}: from ${from} to ${to} (${image})
  ${what}: ${bytes(standing.bytes)}; ${bytes(standing.free)} are free
${beside.length > 0 ? `  stays behind, as no dump has it: ${beside.join(", ")}\n` : ""}With --yes it would
${steps.map((one, at) => `  ${at + 1}. ${one}\n`).join("")}${next(part, backups.stack, image)}Nothing has been changed.
`;
}

/** What is to be done once the data are there. */
export const renderDone = (
  { part, target: { backups } }: Pick<Subject, "part" | "target">,
  to: string,
  image: string,
): string => `The data of ${part} are of ${to}.\n${next(part, backups.stack, image)}`;

const next = (part: string, stack: string, image: string): string =>
  `Then, in the program, the image of ${part} is ${image}; and
  ${npx(`pulumi up --stack ${stack}`)}
`;

/** What the way back does, or did. */
export function renderBack(
  { part, target, standing, label }: Subject,
  { data, from }: { readonly data: string; readonly from: string },
  yes: boolean,
): string {
  const { service, backups, helpers } = target;
  const update = `give ${part} an image of ${from} in the program; and\n  ${npx(`pulumi up --stack ${backups.stack}`)}`;
  if (yes)
    return label === from
      ? `${part} runs as ${from} again\n`
      : `The data of ${part} are of ${from} again.\nThen ${update}\n`;
  const what = `${service}/${standing.volume}`;
  const steps = [
    `stop ${listed(helpers)}, ${listed(usersOf(target))}`,
    ...(data === from
      ? []
      : [
          `put the data of ${what} from before the upgrade in place of those of ${data}, which are kept for ${days} days: what was written since is in these alone`,
        ]),
    label === from ? "start all of them again" : update,
  ];
  return `${part} of ${backups.stack}, on host ${backups.host}: back to ${from}
With --yes it would
${steps.map((one, at) => `  ${at + 1}. ${one}\n`).join("")}Nothing has been changed.
`;
}
