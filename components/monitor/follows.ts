import { type AlertName, alertNames } from "./alerts";

/** One fault is one message: what follows from a fault is not told beside it. */
interface Following {
  readonly cause: AlertName;
  readonly effects: readonly AlertName[];
  /** The label that both have alike. @default they are of one environment */
  readonly of?: "service" | "router" | "host";
}

const ofService: readonly AlertName[] = ["PageGone", "PageSlow", "ServiceErrors"];

const all: readonly Following[] = [
  {
    cause: "FarmGone",
    effects: [
      ...ofService,
      "HostGone",
      "RouterGone",
      "VisitorsTurnedAway",
      "CertificateEnded",
      "CertificateEnds",
      "CertificateProblem",
    ],
  },
  // Its figures end with it; what was found before is not told beside it.
  {
    cause: "HostGone",
    effects: [
      ...ofService,
      "RouterGone",
      "ContainerAway",
      "ContainerRestarts",
      "KilledForMemory",
      "ClockOff",
      "HostRestarted",
    ],
    of: "host",
  },
  { cause: "RouterGone", effects: ofService, of: "router" },
  { cause: "ServiceGone", effects: [...ofService, "ServiceHalfGone", "ContainerRestarts"], of: "service" },
  { cause: "ContainerAway", effects: ["ContainerRestarts"], of: "service" },
  { cause: "PageGone", effects: ["PageSlow", "ServiceErrors"], of: "service" },
  { cause: "DiskNearlyFull", effects: ["DiskFillsUp", "DiskNotWritable"], of: "host" },
];

/** What looks back over minutes finds its cause's time long after that is over. */
const lookingBack: readonly AlertName[] = [
  "PageSlow",
  "ServiceErrors",
  "ContainerRestarts",
  "KilledForMemory",
  "HostRestarted",
];

/** A fault that goes on or has just ended: it is told nobody, and mutes what looks back. */
export const aftermath = "Aftermath";
/** How long, in seconds: a host counts as started anew for nine minutes. */
export const aftermathSeconds = 600;

/** In order of the table, what of one fault is told beside it in no case. Whoever hears nothing of a cause hears of what follows from it. */
const followings = (mute: readonly AlertName[]): Following[] =>
  all.filter(({ cause }) => !mute.includes(cause));

const looksBack = ({ effects }: Following) => effects.filter((one) => lookingBack.includes(one));

const causes = all.filter((one) => looksBack(one).length > 0).map(({ cause }) => cause);

/** Its series, by the labels that causes and effects have alike. */
export const aftermathExpr = `max by (of, service, router, host) (label_replace(ALERTS{alertname=~"${causes.join("|")}",alertstate="firing"}, "of", "$1", "alertname", "(.+)"))`;

const matches = (label: string, values: readonly string[]) => `${label}=~"${values.join("|")}"`;

/** The same in Alertmanager's words. */
export const renderInhibited = (mute: readonly AlertName[]): object[] =>
  followings(mute).flatMap((one) => {
    const { cause, effects, of } = one;
    const rule = (source: readonly string[], targets: readonly AlertName[]) => ({
      source_matchers: source,
      target_matchers: [matches("alertname", targets)],
      equal: ["environment", ...(of ? [of] : [])],
    });
    const back = looksBack(one);
    return [
      rule([`alertname="${cause}"`], effects),
      ...(back.length > 0 ? [rule([`alertname="${aftermath}"`, `of="${cause}"`], back)] : []),
    ];
  });

const firing = (names: readonly AlertName[]) => `ALERTS{${matches("alertname", names)},alertstate="firing"}`;

/** The same in Prometheus' language: leaves out of what is found of an alert what follows from another one. */
export const unlessFollowing = (name: AlertName, mute: readonly AlertName[]): string =>
  followings(mute)
    .filter(({ effects }) => effects.includes(name))
    .flatMap(({ cause, of = "" }) => [
      ` unless on (${of}) ${firing([cause])}`,
      ...(lookingBack.includes(name)
        ? [` unless on (${of}) ALERTS{alertname="${aftermath}",alertstate="firing",of="${cause}"}`]
        : []),
    ])
    .join("");

/** How many alerts somebody is told of. */
export function countOfTold(mute: readonly AlertName[]): string {
  const told = alertNames.filter((name) => !mute.includes(name));
  const isEffect = (name: AlertName) => unlessFollowing(name, mute) !== "";
  const all = [
    firing(told.filter((name) => !isEffect(name))),
    ...told.filter(isEffect).map((name) => `(${firing([name])}${unlessFollowing(name, mute)})`),
  ];
  return `count(${all.join(" or ")})`;
}
