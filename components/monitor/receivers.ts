import type * as pulumi from "@pulumi/pulumi";

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
