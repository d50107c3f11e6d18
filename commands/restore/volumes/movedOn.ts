import { movedTag, movedTags } from "../../../components/backups/moved";
import { quote } from "../../../components/shared/shell";
import { runIn } from "../../backups/ask";
import { Failure } from "../../shared/failure";
import type { Target } from "./target";

/**
 * Looks whether a repository says that data go on on another host: then the state is older than that move, as one that
 * was brought back from a backup may be.
 * @throws Failure where they do.
 */
export async function staysHere(
  { service, backups, place: { variables } }: Pick<Target, "service" | "backups" | "place">,
  repository: string,
): Promise<void> {
  const told = await runIn(
    backups,
    `limit=120\nrestic_${repository} snapshots --json --host ${quote(backups.owner ?? "")} --tag ${movedTag} | jq -c '.[].tags'`,
    variables,
  );
  const last = lastMove(told, service);
  if (last && last.to !== backups.host)
    throw new Failure(
      `the data of ${service} go on on host ${last.to} since move ${last.epoch}, and what Pulumi's state of ${backups.stack} says is older than that: restore them there, with a state of after it`,
    );
}

/** The last move of a service, by the tags of what tells of moves, a line each. */
export function lastMove(
  told: string,
  service: string,
): { readonly to: string; readonly epoch: number } | undefined {
  const moves = told
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as readonly string[])
    .filter((tags) => word(tags, movedTags.service) === service)
    .map((tags) => ({ to: word(tags, movedTags.to), epoch: Number(word(tags, movedTags.epoch)) }));
  return moves.toSorted((a, b) => a.epoch - b.epoch).at(-1);
}

const word = (tags: readonly string[], begin: string): string =>
  tags.find((one) => one.startsWith(begin))?.slice(begin.length) ?? "";
