import { z } from "zod";
import { elsewhere, notOf } from "../shared/elsewhere";
import { expecting, expectingKind } from "../shared/expecting";
import { fromSecrets, secretSchema, textSchema } from "../shared/fields";
import type { Fields } from "../shared/problems";
import { yesOrNo } from "../shared/schemas";
import type {
  GotifyReceiver,
  MailReceiver,
  MatrixReceiver,
  NtfyReceiver,
  TelegramReceiver,
  WebhookReceiver,
} from "./receivers";

export const other = notOf("the monitor's");
export const url = (example: string) =>
  secretSchema(`a URL of http or https, ${other}`, example, new RegExp(`^https?://${elsewhere}\\S+$`));
const topic = secretSchema(
  `a server's URL with a topic and no question mark, ${other}`,
  '"https://ntfy.example.org/home"',
  new RegExp(`^https?://${elsewhere}[^\\s/?#]+/[^\\s?#]*[^\\s/?#]$`),
);
const address = (example: string) => textSchema("a mail address", example, /^[^\s@]+@[^\s@]+$/);
const server = (example: string) =>
  textSchema(
    `the address of a server without a question mark, ${other}`,
    `"${example}"`,
    new RegExp(`^https?://${elsewhere}[^\\s?#]+$`),
  );
const token = secretSchema("a token", fromSecrets("token"), /^\S+$/);
const chat = expecting("the number of a chat", "-1001234567890");

const receivers = [
  z.strictObject({
    kind: z.literal("mail"),
    to: address("anna@example.org"),
    from: address("home@example.org"),
    server: textSchema(
      `a name and a port, ${other}`,
      '"mail.example.org:587"',
      new RegExp(`^${elsewhere}[^\\s:]+:\\d{1,5}$`),
    ),
    user: textSchema("a user's name", "home", /^\S+$/).optional(),
    password: secretSchema("a password", fromSecrets("mail-password")).optional(),
    requireTls: yesOrNo(false).optional(),
  } satisfies Fields<MailReceiver>),
  z.strictObject({
    kind: z.literal("ntfy"),
    url: topic,
    token: token.optional(),
  } satisfies Fields<NtfyReceiver>),
  z.strictObject({
    kind: z.literal("gotify"),
    url: server("https://gotify.example.org"),
    token,
  } satisfies Fields<GotifyReceiver>),
  z.strictObject({
    kind: z.literal("matrix"),
    url: server("https://matrix.example.org"),
    token,
    room: textSchema("the id of a room", "!abc:example.org", /^![^\s/?#]+$/),
  } satisfies Fields<MatrixReceiver>),
  z.strictObject({
    kind: z.literal("telegram"),
    token,
    chat: z.int(chat),
  } satisfies Fields<TelegramReceiver>),
  z.strictObject({
    kind: z.literal("webhook"),
    url: url(fromSecrets("webhook")),
    token: token.optional(),
  } satisfies Fields<WebhookReceiver>),
] as const;

const receiverExample = '{ kind: "ntfy", url: "https://ntfy.example.org/home" }';
const notify = expecting('a list of receivers, or "nobody"', `[${receiverExample}]`);
export const notifySchema = z.union(
  [
    z.literal("nobody", notify),
    z
      .array(
        z.discriminatedUnion(
          "kind",
          [...receivers],
          expectingKind(
            "kind",
            "a kind of receiver",
            ["mail", "ntfy", "gotify", "telegram", "matrix", "webhook"],
            receiverExample,
          ),
        ),
        notify,
      )
      .min(1, notify),
  ],
  notify,
);
