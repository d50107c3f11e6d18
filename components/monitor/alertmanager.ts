import { stringify } from "yaml";
import type { Weight } from "./alerts";
import { renderInhibited } from "./follows";
import { deadManReceiver } from "./integrations";
import { secretFile } from "./layout";
import { renderReceiver } from "./receiverConfig";
import type { Receiver } from "./receivers";
import { heartbeat } from "./rules";
import type { Watched } from "./watched";

/** What `homeport alert --test` sends. */
export const testAlert = "Test";
/** The label of one that whoever waits for the heartbeat takes for one. */
export const beatLabel = "beat";

/** The file that has the dead man's switch. */
export const deadManSecret = "dead-man";

/** Whom alerts are told. */
export interface Told extends Pick<Watched, "mute" | "everySeconds"> {
  /** Nobody, where there are none. */
  readonly receivers: readonly Receiver[];
  /** Whether somebody waits for the heartbeat. */
  readonly deadMan: boolean;
}

const nobody = "nobody";
/** Those that `notify` names, for pages and for notices. */
export const people = "people";
const peopleLater = "people-later";

/**
 * How long an alert waits for others of its name, in times that figures are taken. None is over sooner than that (`keepSeconds`), or it would be
 * told as over beside another one, and never as begun.
 */
export const company: Readonly<Record<Weight, number>> = { page: 1, notice: 2 };
/** How long until it is told that there is one more, or one less. */
export const news = 2;

const is = (label: string, value: string) => `${label}="${value}"`;
const oneOf = (label: string, values: readonly string[]) => `${label}=~"${values.join("|")}"`;

/**
 * Renders Alertmanager's configuration. What is muted is still shown: it is told nobody.
 * @see https://prometheus.io/docs/alerting/0.28/configuration/
 */
export function renderAlertmanager({ receivers, deadMan, mute, everySeconds }: Told): string {
  const told = receivers.length > 0 ? people : nobody;
  const later = receivers.length > 0 ? peopleLater : nobody;
  const route = (weight: Weight, receiver: string, days: number) => ({
    matchers: [is("weight", weight)],
    receiver,
    group_wait: `${everySeconds * company[weight]}s`,
    group_interval: `${everySeconds * news}s`,
    repeat_interval: `${days * 24}h`,
  });
  return stringify(
    {
      templates: ["message.tmpl"],
      route: {
        receiver: nobody,
        // What was not told itself would else be told as over beside what was.
        group_by: ["environment", "alertname"],
        routes: [
          {
            matchers: [is("alertname", heartbeat)],
            receiver: deadMan ? deadManReceiver : nobody,
            group_wait: "0s",
            // Each one is another alert: what was told is not repeated when none comes any more.
            group_interval: "1m",
            repeat_interval: "24h",
          },
          ...[
            { receiver: told, matchers: [is("alertname", testAlert)] },
            ...(deadMan
              ? [
                  {
                    receiver: deadManReceiver,
                    matchers: [is("alertname", testAlert), is(beatLabel, "yes")],
                  },
                ]
              : []),
          ].map(({ receiver, matchers }) => ({
            matchers,
            receiver,
            group_by: ["..."],
            group_wait: "0s",
            group_interval: "10s",
            continue: true,
          })),
          ...(mute.length > 0 ? [{ matchers: [oneOf("alertname", mute)], receiver: nobody }] : []),
          route("page", told, 1),
          route("notice", later, 7),
        ],
      },
      inhibit_rules: renderInhibited(mute),
      receivers: [
        { name: nobody },
        ...(receivers.length > 0
          ? [
              { name: people, ...renderReceiver(receivers, "page", secretFile) },
              { name: peopleLater, ...renderReceiver(receivers, "notice", secretFile) },
            ]
          : []),
        ...(deadMan
          ? [
              {
                name: deadManReceiver,
                webhook_configs: [
                  { url_file: secretFile(deadManSecret), send_resolved: false, timeout: "10s" },
                ],
              },
            ]
          : []),
      ],
    },
    { lineWidth: 0 },
  );
}
