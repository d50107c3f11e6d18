/** A page is told at once and each day again; a notice is told within minutes and each week again. */
export type Weight = "page" | "notice";

/** What may be said of an alert in other words than its own. */
export interface AlertDefaults {
  readonly weight: Weight;
  /** How long it has to be so before anybody is told, in seconds. */
  readonly afterSeconds: number;
  /**
   * How long it has to be over, in seconds: what follows from something else is over before that, or it would be told as that ends.
   * @default 120
   */
  readonly keepSeconds?: number;
  /** From which value on; `least` and `most` are what makes sense. */
  readonly value?: { readonly is: number; readonly least: number; readonly most: number };
}

/** The name of an alert. */
export type AlertName =
  | "MonitorFails"
  | "FarmGone"
  | "HostGone"
  | "HomeGone"
  | "RouterGone"
  | "ServiceGone"
  | "ServiceHalfGone"
  | "ContainerAway"
  | "ContainerRestarts"
  | "KilledForMemory"
  | "ContainerNearItsLimit"
  | "PageGone"
  | "PageSlow"
  | "ServiceErrors"
  | "VisitorsTurnedAway"
  | "CertificateEnded"
  | "CertificateEnds"
  | "CertificateProblem"
  | "MemoryShort"
  | "DiskNearlyFull"
  | "DiskFillsUp"
  | "DiskNotWritable"
  | "BackupOverdue"
  | "ClockOff"
  | "MaintenanceLasts"
  | "HostRestarted";

/** Every alert by its name. What is compared with its value is said in `rules.ts`. */
export const alertDefaults = {
  MonitorFails: { weight: "page", afterSeconds: 300 },
  FarmGone: { weight: "page", afterSeconds: 120, keepSeconds: 180 },
  HostGone: { weight: "page", afterSeconds: 180, keepSeconds: 180 },
  HomeGone: { weight: "page", afterSeconds: 300 },
  RouterGone: { weight: "page", afterSeconds: 60, keepSeconds: 180 },
  ServiceGone: { weight: "page", afterSeconds: 120, keepSeconds: 180 },
  ServiceHalfGone: { weight: "notice", afterSeconds: 600, keepSeconds: 60 },
  ContainerAway: { weight: "page", afterSeconds: 300 },
  ContainerRestarts: {
    weight: "page",
    afterSeconds: 0,
    keepSeconds: 60,
    value: { is: 3, least: 1, most: 20 },
  },
  KilledForMemory: { weight: "page", afterSeconds: 60, keepSeconds: 0 },
  ContainerNearItsLimit: { weight: "notice", afterSeconds: 900, value: { is: 95, least: 10, most: 99 } },
  PageGone: { weight: "page", afterSeconds: 180, keepSeconds: 60 },
  // After 3 s its router takes it out, where it asks for the same path.
  PageSlow: { weight: "notice", afterSeconds: 600, keepSeconds: 60, value: { is: 2, least: 0.1, most: 9 } },
  ServiceErrors: {
    weight: "notice",
    afterSeconds: 60,
    keepSeconds: 60,
    value: { is: 5, least: 0.1, most: 99 },
  },
  VisitorsTurnedAway: { weight: "page", afterSeconds: 300, value: { is: 80, least: 10, most: 99 } },
  CertificateEnded: { weight: "page", afterSeconds: 60 },
  CertificateEnds: { weight: "notice", afterSeconds: 3600, value: { is: 14, least: 1, most: 60 } },
  CertificateProblem: { weight: "notice", afterSeconds: 3600 },
  MemoryShort: { weight: "page", afterSeconds: 600, value: { is: 5, least: 1, most: 50 } },
  DiskNearlyFull: { weight: "page", afterSeconds: 900, value: { is: 10, least: 1, most: 50 } },
  DiskFillsUp: {
    weight: "notice",
    afterSeconds: 3600,
    keepSeconds: 60,
    value: { is: 24, least: 1, most: 168 },
  },
  DiskNotWritable: { weight: "page", afterSeconds: 120, keepSeconds: 60 },
  BackupOverdue: { weight: "page", afterSeconds: 3600, value: { is: 26, least: 1, most: 1440 } },
  ClockOff: { weight: "notice", afterSeconds: 300, value: { is: 5, least: 1, most: 3600 } },
  MaintenanceLasts: { weight: "notice", afterSeconds: 86_400, keepSeconds: 60 },
  HostRestarted: { weight: "notice", afterSeconds: 0, keepSeconds: 0 },
} as const satisfies Readonly<Record<AlertName, AlertDefaults>>;

/** All names, as in the table. */
export const alertNames = Object.keys(alertDefaults) as AlertName[];

/** Of one alert, what is otherwise than by default. */
export interface Threshold {
  /**
   * From which value on it is told, in the unit of its line in the table of alerts.
   * @default that of the table
   */
  readonly value?: number;
  /**
   * How long it has to be so, in seconds.
   * @default that of the table
   */
  readonly afterSeconds?: number;
  /**
   * How long it has to be over before it counts as over, in seconds: what comes and goes is told once.
   * @default that of the table
   */
  readonly keepSeconds?: number;
}

/** Thresholds by the names of their alerts. */
export type Thresholds = Partial<Readonly<Record<AlertName, Threshold>>>;

/** An alert as it is told in the end. */
export interface Measured {
  readonly weight: Weight;
  readonly value: number;
  readonly afterSeconds: number;
  readonly keepSeconds: number;
}

const defaultKeep = 120;

export function measured(name: AlertName, thresholds: Thresholds): Measured {
  const { weight, afterSeconds, keepSeconds = defaultKeep, value }: AlertDefaults = alertDefaults[name];
  const own = thresholds[name] ?? {};
  return {
    weight,
    value: own.value ?? value?.is ?? 0,
    afterSeconds: own.afterSeconds ?? afterSeconds,
    keepSeconds: own.keepSeconds ?? keepSeconds,
  };
}
