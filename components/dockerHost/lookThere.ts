import * as pulumi from "@pulumi/pulumi";
import { listMarks, type Mark, parseMarks } from "../hostSetup/marks";
import type { Way } from "../machine/script";
import { visit } from "../machine/visit";
import { type EngineNetwork, parseNetworks } from "./networks";

/** What a preview has seen of a machine. */
export interface Seen {
  readonly networks: readonly EngineNetwork[];
  /** Of all stacks that use it. */
  readonly marks: readonly Mark[];
  /** Why not all of it is there. */
  readonly failure?: string;
}

const end = "end of the marks";

// A network that went since it was listed fails the command; the others are told all the same.
const command = `${listMarks}
echo '${end}'
ids=$(docker network ls --quiet) && { docker network inspect $ids || :; }`;

/** Looks at a preview what is on a machine. */
export async function lookThere({ target }: Way): Promise<Seen> {
  const { stdout, failure } = await visit(target, command);
  const [marks = "", networks = ""] = stdout.split(`${end}\n`);
  return {
    marks: parseMarks(marks),
    networks: failure === undefined ? parseNetworks(networks) : [],
    failure,
  };
}

/**
 * Warns of a machine that is off, or does not let the program in: what the preview shows of it is then what was known
 * last.
 */
export const warnOfSilence = ({ target }: Way, failure: string, resource: pulumi.Resource): Promise<void> =>
  pulumi.log.warn(
    `host ${target.name}: ${target.address}, port ${target.port}, does not answer (${failure}). The preview shows what was known last; an update would fail where it changes something there.`,
    resource,
  );
