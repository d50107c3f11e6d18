import { z } from "zod";
import { expecting, expectingKind, expectingUnseen, shown } from "../../shared/expecting";
import { orLate } from "../../shared/orLate";
import type { Fields } from "../../shared/problems";
import { portSchema } from "../../shared/schemas";
import { sshDefaults } from "./defaults";
import { hostKeyProblem } from "./hostKey";
import type { SshDoor, SshTarget } from "./target";

const address = expecting("a name or an address", "10.0.0.12");
const user = expecting("a user's name", "root");
const path = expecting("a path that begins with /, ~/ or .", "~/.ssh/id_ed25519");
const seconds = expecting("a whole number of seconds (1–600)", "5");
// What stands there by mistake may be the secret itself: it is not shown.
const secretName = { error: "this is not the name of a secret; example: apps-key" };

const addressText = z
  .string(address)
  .regex(/^([A-Za-z0-9]|::)[A-Za-z0-9.:-]{0,252}$/, address)
  .describe("name or address.");

const hostKeyText = z
  .string(expecting("a public host key", "ssh-ed25519 AAAA…"))
  .superRefine((text, context) => {
    const message = hostKeyProblem(text);
    if (message) context.addIssue({ code: "custom", message });
  })
  .describe("public host key, by which the machine is known.");

const keySchema = <S extends z.ZodType>(secret: S) =>
  z.discriminatedUnion(
    "from",
    [
      z.strictObject({ from: z.literal("agent") }),
      z.strictObject({
        from: z.literal("file"),
        path: z
          .string(path)
          .regex(/^(~\/|\/|\.)/, path)
          .describe("file of the private key."),
      }),
      z.strictObject({ from: z.literal("value"), privateKey: secret }),
      z.strictObject({ from: z.literal("generated") }),
    ],
    expectingKind(
      "from",
      "where a key comes from",
      ["agent", "file", "value", "generated"],
      "{ from: agent }",
    ),
  );

const givenSecret = expectingUnseen("a secret", 'config.requireSecret("apps-key")');

/** What stands for an address, a public key and a secret. */
export interface TargetValues {
  readonly address: z.ZodType;
  readonly hostKey: z.ZodType;
  readonly secret: z.ZodType;
}

/** In settings, all is plain; a secret is the name under which the stack keeps it. */
export const declaredValues = {
  address: addressText,
  hostKey: hostKeyText,
  secret: z
    .string(secretName)
    .regex(/^[A-Za-z0-9_.-]+$/, secretName)
    .describe("name of the stack's secret with it."),
} satisfies TargetValues;

/** In a component's arguments, a value may be known late. */
export const givenValues = {
  address: orLate(addressText),
  hostKey: orLate(hostKeyText),
  secret: orLate(z.string(givenSecret)),
} satisfies TargetValues;

const door = <V extends TargetValues>(values: V) =>
  ({
    address: values.address as V["address"],
    port: portSchema(22).default(sshDefaults.port).describe("port of SSH."),
    user: z
      .string(user)
      .regex(/^[a-z_][a-z0-9_-]{0,31}$/, user)
      .default(sshDefaults.user)
      .describe("who enters; another than root needs sudo."),
    hostKey: values.hostKey as V["hostKey"],
    key: keySchema<V["secret"]>(values.secret)
      .prefault(sshDefaults.key)
      .describe("private key by which it is entered."),
  }) satisfies Fields<SshDoor>;

/** The fields by which a machine is reached over SSH. */
export const targetFields = <V extends TargetValues>(values: V) =>
  ({
    ...door(values),
    sudoPassword: z
      .optional(values.secret as V["secret"])
      .describe("password by which the user becomes root."),
    jump: z
      .strictObject(
        door(values),
        expecting("a machine on the way", "{ address: 10.0.0.1, hostKey: ssh-ed25519 AAAA… }"),
      )
      .optional()
      .describe("machine through which the connection goes."),
    keepAliveSeconds: z
      .int(seconds)
      .min(1, seconds)
      .max(600, seconds)
      .default(sshDefaults.keepAliveSeconds)
      .describe(
        "silence after which the machine is asked for a sign of life; three unanswered end the connection.",
      ),
  }) satisfies Fields<SshTarget>;

/** A machine and the one on the way to it. */
export interface Doors {
  readonly address?: unknown;
  readonly port?: unknown;
  readonly jump?: Doors;
}

/** @returns what is wrong with a machine that is reached through itself. */
export const throughItself = ({ address, port, jump }: Doors): string | undefined =>
  typeof address === "string" && jump?.address === address && jump.port === port
    ? `${shown(address)} is the machine itself; name the one on the way, or leave jump out`
    : undefined;
