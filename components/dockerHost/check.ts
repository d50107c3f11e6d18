import { z } from "zod";
import { givenSecret, namedSecret, targetFields, throughItself } from "../machine/schema";
import { shown } from "../shared/expecting";
import { problemsOf, refuse } from "../shared/refuse";
import { nameSchema } from "../shared/schemas";
import type { DockerHostArgs } from "./args";

const kindOfHost = (input: unknown): string =>
  `${shown((input as { kind?: unknown } | null)?.kind)} is not a kind of host (local, ssh); example: { kind: local }`;

const hostSchema = <S extends z.ZodType>(secret: S) =>
  z
    .discriminatedUnion(
      "kind",
      [
        z.strictObject({ kind: z.literal("local"), endpoint: z.string().optional() }),
        z.strictObject({ kind: z.literal("ssh"), ...targetFields(secret) }),
      ],
      { error: (issue) => (issue.code === "invalid_union" ? kindOfHost(issue.input) : undefined) },
    )
    .superRefine((host, context) => {
      const message = host.kind === "ssh" && throughItself(host);
      if (message) context.addIssue({ code: "custom", path: ["jump", "address"], message });
    });

/** A host in settings: secrets are named there and not told. */
export const declaredHostSchema = hostSchema(namedSecret);

const givenHostSchema = hostSchema(givenSecret);

/**
 * Checks a host's settings before any resource exists.
 * @throws InputPropertiesError that names every setting that is not usable.
 */
export function checkHost(name: string, args: DockerHostArgs): void {
  refuse(name, [...problemsOf(nameSchema, name, ["name"]), ...problemsOf(givenHostSchema, args)]);
}
