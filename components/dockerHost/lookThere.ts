import * as pulumi from "@pulumi/pulumi";
import type { Way } from "../machine/script";
import { visit } from "../machine/visit";
import { type EngineNetwork, parseNetworks } from "./networks";

// A network that went since it was listed fails the command; the others are told all the same.
const listNetworks = "ids=$(docker network ls --quiet) && { docker network inspect $ids || :; }";

/**
 * Looks at a preview what networks a machine's engine has. One that is off, or does not let the program in, is warned
 * of: what the preview shows of it is then what was known last.
 */
export async function lookAtNetworks({ target }: Way, resource: pulumi.Resource): Promise<EngineNetwork[]> {
  const { name, address, port } = target;
  const { stdout, failure } = await visit(target, listNetworks);
  if (failure === undefined) return parseNetworks(stdout);
  await pulumi.log.warn(
    `host ${name}: ${address}, port ${port}, does not answer (${failure}). The preview shows what was known last; an update would fail where it changes something there.`,
    resource,
  );
  return [];
}
