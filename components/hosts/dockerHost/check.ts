import { z } from "zod";
import { expecting, expectingKind } from "../../shared/expecting";
import { type Fields, problemsOf } from "../../shared/problems";
import { refuse } from "../../shared/refuse";
import { hostSchema } from "../../shared/resourceSchema";
import { nameSchema } from "../../shared/schemas";
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
import type { DockerHostArgs, LibvirtHost, LocalHost, SshHost } from "./args";
import { registriesSchema } from "./registries";

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
    // In settings, registries are named once for all hosts.
  } satisfies Fields<Omit<LocalHost, "registries">>);

const sshHost = <V extends TargetValues, M extends z.ZodRawShape>(values: V, more: M) =>
  z.strictObject({
    kind: z.literal("ssh"),
    ...targetFields(values),
    ...setupField(values),
    ...more,
    // What other stacks agree to is told by the program, and is no setting.
  } satisfies Fields<Omit<SshHost, "agreedWith" | "registries">>);

const setupField = <V extends TargetValues>(values: V) => ({
  setup: hostSetupSchema<V["secret"]>(values.secret).prefault({}).describe("What is set up there."),
});

const oneOf = (...kinds: string[]) => expectingKind("kind", "a kind of host", kinds, "{ kind: local }");

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

const stacks = expecting("a list of stacks", '["review-7"]');
const registries = { registries: registriesSchema(givenValues.secret).optional() };
const agreement = { ...registries, agreedWith: z.array(z.string(stacks), stacks).optional() };

/** What the arguments of a host have to look like. */
export const givenHostSchema = z
  .discriminatedUnion(
    "kind",
    [
      localHost(registries),
      sshHost(givenValues, agreement),
      z.strictObject({
        kind: z.literal("libvirt"),
        hypervisor: hostSchema,
        ...virtualMachineFields,
        ...setupField(givenValues),
        ...registries,
      } satisfies Fields<LibvirtHost>),
    ],
    oneOf("local", "ssh", "libvirt"),
  )
  .superRefine(notThroughItself);

/**
 * Checks a host's arguments before any resource exists.
 * @throws RunError that names every argument that is not usable.
 */
export const checkHost = (name: string, args: DockerHostArgs): void =>
  refuse(name, [...problemsOf(nameSchema, name, ["name"]), ...problemsOf(givenHostSchema, args)]);
