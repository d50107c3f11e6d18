import { z } from "zod";
import { expecting } from "../shared/expecting";
import { orLate } from "../shared/orLate";
import { type Fields, problemsOf } from "../shared/problems";
import { refuse } from "../shared/refuse";
import { hostSchema } from "../shared/resourceSchema";
import { subnet6Schema, subnetSchema, yesOrNo } from "../shared/schemas";
import type { EnvironmentNetworkArgs } from "./args";

const name = expecting("a name", "network");
const existing = expecting("the engine's name of a network", "office");
const environment = expecting("the name of an environment", "review-7");

/** What the arguments of a network have to look like. */
export const networkArgsSchema = z.strictObject(
  {
    host: hostSchema,
    subnet: subnetSchema,
    subnet6: subnet6Schema.optional(),
    existing: orLate(z.string(existing).min(1, existing)).optional(),
    environment: z.string(environment).min(1, environment).optional(),
    keepVolumes: yesOrNo(false).optional(),
  } satisfies Fields<EnvironmentNetworkArgs>,
  expecting("a group of arguments", '{ host, subnet: "172.30.70.0/24" }'),
);

/**
 * Checks a network's arguments before any resource exists.
 * @throws RunError that names every argument that is not usable.
 */
export const checkNetwork = (network: string, args: EnvironmentNetworkArgs): void =>
  refuse(network, [
    ...problemsOf(z.string(name).min(1, name), network, ["name"]),
    ...problemsOf(networkArgsSchema, args),
  ]);
