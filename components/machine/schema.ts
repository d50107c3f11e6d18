import { z } from "zod";
import { expecting, shown } from "../shared/expecting";
import { portSchema } from "../shared/schemas";
import { sshDefaults } from "./defaults";
import { hostKeyProblem } from "./hostKey";

const address = expecting("a name or an address", "10.0.0.12");
const user = expecting("a user's name", "root");
const path = expecting("a path", "~/.ssh/id_ed25519");
const seconds = expecting("a whole number of seconds (1–600)", "5");
const secretName = expecting("the name of a secret", "apps-key");

/** A value that may be known late: a plain one is checked at once. */
const orLater = <T extends z.ZodType>(plain: T) =>
  z.union([plain, z.custom((value) => typeof value === "object")]);

const addressText = z.string(address).regex(/^[A-Za-z0-9][A-Za-z0-9.:-]{0,252}$/, address);

const hostKeyText = z
  .string(expecting("a public host key", "ssh-ed25519 AAAA…"))
  .superRefine((text, context) => {
    const message = hostKeyProblem(text);
    if (message) context.addIssue({ code: "custom", message });
  });

const kindOfKey = (input: unknown): string =>
  `${shown((input as { from?: unknown } | null)?.from)} is not where a key comes from (agent, file, value, generated); example: { from: agent }`;

const keySchema = <S extends z.ZodType>(secret: S) =>
  z.discriminatedUnion(
    "from",
    [
      z.strictObject({ from: z.literal("agent") }),
      z.strictObject({ from: z.literal("file"), path: z.string(path).min(1, path) }),
      z.strictObject({ from: z.literal("value"), privateKey: secret.describe("the private key, a secret.") }),
      z.strictObject({ from: z.literal("generated") }),
    ],
    { error: (issue) => (issue.code === "invalid_union" ? kindOfKey(issue.input) : undefined) },
  );

const door = <S extends z.ZodType>(secret: S) => ({
  address: orLater(addressText).describe("name or address."),
  port: portSchema(22).default(sshDefaults.port).describe("port of SSH."),
  user: z
    .string(user)
    .regex(/^[a-z_][a-z0-9_-]{0,31}$/, user)
    .default(sshDefaults.user)
    .describe("who enters; another than root needs sudo."),
  hostKey: orLater(hostKeyText).describe("public host key, by which the machine is known."),
  key: keySchema(secret).prefault(sshDefaults.key).describe("private key by which it is entered."),
});

/** The fields by which a machine is reached over SSH; `secret` is what stands for one. */
export const targetFields = <S extends z.ZodType>(secret: S) => ({
  ...door(secret),
  sudoPassword: secret.optional().describe("password by which the user becomes root, a secret."),
  jump: z.strictObject(door(secret)).optional().describe("machine through which the connection goes."),
  keepAliveSeconds: z
    .int(seconds)
    .min(1, seconds)
    .max(600, seconds)
    .default(sshDefaults.keepAliveSeconds)
    .describe(
      "silence after which the machine is asked for a sign of life; three unanswered end the connection.",
    ),
});

/** A secret in a component's arguments: a value of any kind that Pulumi knows. */
export const givenSecret = z.custom(
  (value) => value !== undefined,
  expecting("a secret", "config.requireSecret(…)"),
);

/** A secret in settings: the name under which the stack keeps it. */
export const namedSecret = z.string(secretName).regex(/^[A-Za-z0-9_.-]+$/, secretName);

/** What a jump host cannot be. */
export const throughItself = (target: {
  readonly address: unknown;
  readonly port: number;
  readonly jump?: { readonly address: unknown; readonly port: number };
}): string | undefined =>
  typeof target.address === "string" &&
  target.jump?.address === target.address &&
  target.jump.port === target.port
    ? `${shown(target.jump.address)} is the machine itself; name the one on the way, or leave jump out`
    : undefined;
