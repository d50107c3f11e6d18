import { z } from "zod";
import {
  type Doors,
  declaredValues,
  givenValues,
  type TargetValues,
  targetFields,
  throughItself,
} from "../machine/schema";
import { expecting, shown } from "../shared/expecting";
import { problemsOf, refuse } from "../shared/refuse";
import { nameSchema } from "../shared/schemas";
import type { DockerHostArgs } from "./args";

const kindOfHost = (input: unknown): string =>
  `${shown((input as { kind?: unknown } | null)?.kind)} is not a kind of host (local, ssh); example: { kind: local }`;

const endpoint = expecting("an engine's address as in DOCKER_HOST", "unix:///var/run/docker.sock");

/** A host of any kind; `more` are fields that each kind has besides its own. */
const hostSchema = <V extends TargetValues, M extends z.ZodRawShape>(values: V, more: M) =>
  z
    .discriminatedUnion(
      "kind",
      [
        z.strictObject({
          kind: z.literal("local"),
          endpoint: z
            .string(endpoint)
            .regex(/^[a-z]+:\/\//, endpoint)
            .optional()
            .describe("where the engine listens; by default what DOCKER_HOST or the current context says."),
          ...more,
        }),
        z.strictObject({ kind: z.literal("ssh"), ...targetFields(values), ...more }),
      ],
      { error: (issue) => (issue.code === "invalid_union" ? kindOfHost(issue.input) : undefined) },
    )
    .superRefine((given, context) => {
      const message = throughItself(given as Doors);
      if (message) context.addIssue({ code: "custom", path: ["jump", "address"], message });
    });

/** A host in settings: secrets are named there and not told. */
export const declaredHostSchema = <M extends z.ZodRawShape>(more: M) => hostSchema(declaredValues, more);

const givenHostSchema = hostSchema(givenValues, {});

/**
 * Checks a host's settings before any resource exists.
 * @throws InputPropertiesError that names every setting that is not usable.
 */
export function checkHost(name: string, args: DockerHostArgs): void {
  refuse(name, [...problemsOf(nameSchema, name, ["name"]), ...problemsOf(givenHostSchema, args)]);
}
