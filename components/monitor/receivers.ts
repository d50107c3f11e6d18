import * as pulumi from "@pulumi/pulumi";
import type { Weight } from "./alerts";
import { integrations } from "./integrations";

/** Who is told, and how. */
export type Receiver =
  | MailReceiver
  | NtfyReceiver
  | GotifyReceiver
  | TelegramReceiver
  | MatrixReceiver
  | WebhookReceiver;

/** By mail. */
export interface MailReceiver {
  readonly kind: "mail";
  readonly to: string;
  readonly from: string;
  /** Name and port of the server that takes it: `mail.example.org:587`. */
  readonly server: string;
  /** @default nobody is asked for */
  readonly user?: string;
  /** @default none is asked for */
  readonly password?: pulumi.Input<string>;
  /**
   * Whether nothing is sent without TLS.
   * @default true
   */
  readonly requireTls?: boolean;
}

/** To a topic of ntfy, version 2.9 or later. */
export interface NtfyReceiver {
  readonly kind: "ntfy";
  /** Address with the topic: `https://ntfy.example.org/home`. Whoever knows it may read along. */
  readonly url: pulumi.Input<string>;
  /** @default the topic asks for none */
  readonly token?: pulumi.Input<string>;
}

/** To a server of Gotify. */
export interface GotifyReceiver {
  readonly kind: "gotify";
  /** Address of the server: `https://gotify.example.org`. */
  readonly url: string;
  /** Of one of its applications. */
  readonly token: pulumi.Input<string>;
}

/** To a room of Matrix, on a home server of Synapse or Dendrite. */
export interface MatrixReceiver {
  readonly kind: "matrix";
  /** Address of the home server: `https://matrix.example.org`. */
  readonly url: string;
  /** Of the user who writes there. */
  readonly token: pulumi.Input<string>;
  /** `!abc:example.org`; the user has to be in it. */
  readonly room: string;
}

/** To a chat of Telegram. */
export interface TelegramReceiver {
  readonly kind: "telegram";
  /** The bot's. */
  readonly token: pulumi.Input<string>;
  /** Number of the chat; of a group it is negative. */
  readonly chat: number;
}

/** To a program of one's own, as JSON in Alertmanager's form. */
export interface WebhookReceiver {
  readonly kind: "webhook";
  readonly url: pulumi.Input<string>;
  /** @default none is sent */
  readonly token?: pulumi.Input<string>;
}

/** The secrets of receivers, by the names of the files that have them. */
export function secretsOf(receivers: readonly Receiver[]): Record<string, pulumi.Input<string>> {
  return Object.fromEntries(
    receivers.flatMap((one, at) =>
      secretsIn(one).flatMap(([name, value]) =>
        value === undefined ? [] : [[`receiver-${at}-${name}`, value] as const],
      ),
    ),
  );
}

function secretsIn(one: Receiver): [string, pulumi.Input<string> | undefined][] {
  switch (one.kind) {
    case "mail":
      return [["password", one.password]];
    case "telegram":
    case "gotify":
    case "matrix":
      return [["token", one.token]];
    case "webhook":
      return [
        [urlFor.page, one.url],
        ["token", one.token],
      ];
    case "ntfy":
      return [
        [urlFor.page, ntfyUrl(one.url, "page")],
        [urlFor.notice, ntfyUrl(one.url, "notice")],
        ["token", one.token],
      ];
  }
}

/** ntfy is told in the address how a message is to arrive. */
const urlFor: Readonly<Record<Weight, string>> = { page: "url", notice: "url-of-notices" };

/** A page sounds also where a phone lets through what is important alone. */
const priorities: Readonly<Record<Weight, string>> = { page: "high", notice: "default" };

/** Who is told, and whoever waits for the heartbeat. */
interface People {
  readonly notify: readonly Receiver[] | "nobody";
  readonly deadMan?: pulumi.Input<string>;
}

/** The same, with another one for each URL that may be secret. */
export const withUrls = <One extends People>(
  people: One,
  instead: (path: string, url: pulumi.Input<string>) => pulumi.Input<string>,
): One => ({
  ...people,
  notify:
    people.notify === "nobody"
      ? people.notify
      : people.notify.map((one, at) =>
          one.kind === "webhook" || one.kind === "ntfy"
            ? { ...one, url: instead(`notify.${at}.url`, one.url) }
            : one,
        ),
  ...(people.deadMan !== undefined && { deadMan: instead("deadMan", people.deadMan) }),
});

/** What is secret of theirs, by paths among the arguments. */
export const keysOf = ({ notify, deadMan }: People) => ({
  ...Object.assign({}, ...(notify === "nobody" ? [] : notify.map((one, at) => keysAt(`notify.${at}`, one)))),
  deadMan,
});

function keysAt(path: string, one: Receiver): Record<string, pulumi.Input<string> | undefined> {
  switch (one.kind) {
    case "mail":
      return { [`${path}.password`]: one.password };
    case "ntfy":
      // A topic that asks for a token is an address like any other.
      return one.token ? { [`${path}.token`]: one.token } : { [`${path}.url`]: one.url };
    case "webhook":
      return { [`${path}.url`]: one.url, [`${path}.token`]: one.token };
    case "telegram":
    case "gotify":
    case "matrix":
      return { [`${path}.token`]: one.token };
  }
}

/** ntfy takes title and text out of what Alertmanager sends, by templates in the address. */
const ntfyUrl = (url: pulumi.Input<string>, weight: Weight): pulumi.Output<string> => {
  const query = new URLSearchParams({
    template: "yes",
    title: "{{(index .embeds 0).title}}",
    message: "{{(index .embeds 0).description}}",
    priority: priorities[weight],
    tags: weight,
  });
  return pulumi.output(url).apply((known) => `${known}?${query}`);
};

/** Those who are told what has this weight, in Alertmanager's words. */
export function renderReceiver(
  receivers: readonly Receiver[],
  weight: Weight,
  fileOf: (secret: string) => string,
): Record<string, object[]> {
  const sections: Record<string, object[]> = {};
  for (const [at, one] of receivers.entries()) {
    const secret = (name: string) => fileOf(`receiver-${at}-${name}`);
    const section = `${integrations[one.kind]}_configs`;
    const config = configOf(one, weight, secret);
    sections[section] = [...(sections[section] ?? []), { send_resolved: true, ...config }];
  }
  return sections;
}

const title = '{{ template "homeport.title" . }}';
const text = '{{ template "homeport.text" . }}';
const short = '{{ template "homeport.short" . }}';

/**
 * Of all that Alertmanager 0.28 speaks, only VictorOps' has fields of one's own, and a path of two parts behind the address:
 * enough for whoever takes JSON by POST.
 */
const inOwnFields = (
  { url }: { readonly url: string },
  token: string,
  [api_key, routing_key]: readonly [string, string],
  custom_fields: Readonly<Record<string, string>>,
): object => ({
  api_url: `${url.replace(/\/$/, "")}/`,
  api_key,
  routing_key,
  entity_display_name: "",
  state_message: "",
  monitoring_tool: "homeport",
  custom_fields,
  http_config: { authorization: { credentials_file: token } },
});

function configOf(one: Receiver, weight: Weight, secret: (name: string) => string): object {
  switch (one.kind) {
    case "mail":
      return {
        to: one.to,
        from: one.from,
        smarthost: one.server,
        ...(one.user === undefined ? {} : { auth_username: one.user }),
        ...(one.password === undefined ? {} : { auth_password_file: secret("password") }),
        require_tls: one.requireTls ?? true,
        headers: { Subject: title },
        html: "",
        text,
      };
    case "telegram":
      return {
        bot_token_file: secret("token"),
        chat_id: one.chat,
        parse_mode: "",
        message: `${title}\n\n${text}`,
      };
    case "gotify":
      // Behind its last slash it would say a name of its own; Gotify leads from there to the path without.
      return inOwnFields(one, secret("token"), ["message", '{{ "" }}'], { title, message: text });
    case "matrix":
      return inOwnFields(
        { url: `${one.url.replace(/\/$/, "")}/_matrix/client/v3/rooms/${one.room}` },
        secret("token"),
        ["send", "m.room.message"],
        { msgtype: "m.text", body: `${title}\n\n${text}` },
      );
    case "ntfy":
      return { webhook_url_file: secret(urlFor[weight]), title, message: short, ...withToken(one, secret) };
    case "webhook":
      return { url_file: secret(urlFor.page), ...withToken(one, secret) };
  }
}

const withToken = ({ token }: NtfyReceiver | WebhookReceiver, secret: (name: string) => string) =>
  token === undefined ? {} : { http_config: { authorization: { credentials_file: secret("token") } } };
