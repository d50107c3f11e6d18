import { z } from "zod";
import { hostSetupSchema } from "../hostSetup/schema";
import { virtualMachineFields } from "../libvirt/schema";
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

const endpoint = expecting("an engine's address as in DOCKER_HOST", "unix:///var/run/docker.sock");

const localHost = <M extends z.ZodRawShape>(more: M) =>
  z.strictObject({
    kind: z.literal("local"),
    endpoint: z
      .string(endpoint)
      .regex(/^[a-z]+:\/\//, endpoint)
      .optional()
      .describe("where the engine listens; by default what DOCKER_HOST or the current context says."),
    ...more,
  });

const sshHost = <V extends TargetValues, M extends z.ZodRawShape>(values: V, more: M) =>
  z.strictObject({ kind: z.literal("ssh"), ...targetFields(values), ...setupField(values), ...more });

const setupField = <V extends TargetValues>(values: V) => ({
  setup: hostSetupSchema<V["secret"]>(values.secret).prefault({}).describe("What is set up there."),
});

const oneOf = (...kinds: string[]) => ({
  error: ({ code, input }: { code?: string; input?: unknown }) =>
    code === "invalid_union"
      ? `${shown((input as { kind?: unknown } | null)?.kind)} is not a kind of host (${kinds.join(", ")}); example: { kind: local }`
      : undefined,
});

const notThroughItself = (given: unknown, context: z.core.$RefinementCtx): void => {
  const message = throughItself(given as Doors);
  if (message) context.addIssue({ code: "custom", path: ["jump", "address"], message });
};

/** The farm's host in settings: secrets are named there and not told. */
export const farmHostSchema = z
  .discriminatedUnion("kind", [localHost({}), sshHost(declaredValues, {})], oneOf("local", "ssh"))
  .superRefine(notThroughItself);

/** Another host in settings, which may be a VM on the farm's; `more` are fields that each kind has. */
export const otherHostSchema = <M extends z.ZodRawShape>(more: M) =>
  z
    .discriminatedUnion(
      "kind",
      [
        localHost(more),
        sshHost(declaredValues, more),
        z.strictObject({
          kind: z.literal("libvirt"),
          ...virtualMachineFields,
          ...setupField(declaredValues),
          ...more,
        }),
      ],
      oneOf("local", "ssh", "libvirt"),
    )
    .superRefine(notThroughItself);

const stacks = expecting("a list of stacks", '["staging"]');
const agreement = { agreedWith: z.array(z.string(stacks), stacks).optional() };

const givenHostSchema = z
  .discriminatedUnion(
    "kind",
    [localHost({}), sshHost(givenValues, agreement)],
    oneOf("local", "ssh", "libvirt"),
  )
  .superRefine(notThroughItself);

/**
 * Checks a host's settings before any resource exists.
 * @throws InputPropertiesError that names every setting that is not usable.
 */
export function checkHost(name: string, args: DockerHostArgs): void {
  // A VM is checked where it is made, by those who know what else is on its hypervisor.
  const problems = args.kind === "libvirt" ? [] : problemsOf(givenHostSchema, args);
  refuse(name, [...problemsOf(nameSchema, name, ["name"]), ...problems]);
}
