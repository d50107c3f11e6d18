import type { Receiver } from "./receivers";

/** By what of Alertmanager's each kind of receiver is told; it counts by these names which messages could not be sent. */
export const integrations = {
  mail: "email",
  // Of what has JSON with a title and a text and asks for no answer of its own, it knows Discord.
  ntfy: "discord",
  gotify: "victorops",
  matrix: "victorops",
  telegram: "telegram",
  webhook: "webhook",
} as const satisfies Readonly<Record<Receiver["kind"], string>>;

/** Alertmanager's name for whoever waits for the heartbeat. */
export const deadManReceiver = "dead-man";
