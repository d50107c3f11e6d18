import type * as pulumi from "@pulumi/pulumi";
import { type HaproxyFarm, Monitor, type MonitorArgs, type Served } from "homeport";
import type { HomeLimits } from "./containerParts";
import type { HomeImages } from "./images";

/** What watches the home, and tells somebody before a visitor does. */
export interface HomeMonitor {
  /** Who is told; nobody where the list is empty. */
  notify: HomeReceiver[];
  /** URL that is asked for every minute while the monitor is at work; nobody waits for it by default. */
  deadMan?: pulumi.Input<string>;
  /** Homes elsewhere whose monitors are looked after; none by default. */
  homes?: HomeElsewhere[];
  /** What is otherwise than in the table of alerts, by their names. */
  thresholds?: Record<string, HomeThreshold>;
  /** Alerts that are shown and told nobody. */
  mute?: string[];
  /** How often figures are taken and looked at, in seconds; 30 by default. */
  everySeconds?: number;
  /** How long figures are kept; 30 days and 512MiB by default. */
  retention?: HomeRetention;
  /** Of Prometheus; 192MiB of memory and 0.5 processors by default. */
  limits?: HomeLimits;
}

/** Somebody who is told: which of the fields may be given depends on the kind. */
export interface HomeReceiver {
  /** "mail", "ntfy", "gotify", "telegram", "matrix" or "webhook". */
  kind: string;
  /** Of mail: whom it is sent to. */
  to?: string;
  /** Of mail: by whom. */
  from?: string;
  /** Of mail: name and port of the server that takes it. */
  server?: string;
  /** Of mail: who is let in there. */
  user?: string;
  password?: pulumi.Input<string>;
  /** Of mail: whether nothing is sent without TLS; true by default. */
  requireTls?: boolean;
  /** Of all others but telegram: the address, of ntfy with the topic. */
  url?: pulumi.Input<string>;
  /** Of all but mail. */
  token?: pulumi.Input<string>;
  /** Of telegram: number of the chat. */
  chat?: number;
  /** Of matrix: the room, as "!abc:example.org". */
  room?: string;
}

/** A home elsewhere, whose monitor looks after this one. */
export interface HomeElsewhere {
  /** By which it is told of. */
  name: string;
  /** Address of its monitor's page. */
  page: string;
  /** Who is let in there; nobody is asked by default. */
  user?: string;
  password?: pulumi.Input<string>;
  /** PEM of the authority of the page's certificate; those whom everybody trusts by default. */
  authority?: pulumi.Input<string>;
}

/** Of one alert, what is otherwise than by default. */
export interface HomeThreshold {
  /** From which value on it is told. */
  value?: number;
  /** How long it has to be so, in seconds. */
  afterSeconds?: number;
  /** How long it has to be over, in seconds. */
  keepSeconds?: number;
}

/** How long figures are kept; whichever is reached first. */
export interface HomeRetention {
  days?: number;
  /** An amount with its unit, as in "512MiB". */
  size?: string;
}

/** Makes the monitor of a home. */
export function makeMonitor(
  home: string,
  { notify, homes, ...rest }: HomeMonitor,
  { farm, services }: { readonly farm: HaproxyFarm; readonly services: readonly Served[] },
  images: HomeImages,
  parent: pulumi.Resource,
): Monitor {
  const args = {
    ...rest,
    farm,
    services,
    homes: homes?.map(known),
    notify: Array.isArray(notify) && notify.length === 0 ? "nobody" : notify?.map(known),
    image: images.prometheus,
    alertmanagerImage: images.alertmanager,
    probesImage: images.probes,
    agentImage: images.agent,
  };
  // What the component's types say of single texts and numbers, it checks itself.
  return new Monitor(`${home}-monitor`, args as MonitorArgs, { parent });
}

/** Without what is not said: each kind knows its own fields alone. */
const known = <Group extends object>(group: Group): Group =>
  Object.fromEntries(Object.entries(group).filter(([, value]) => value !== undefined)) as Group;
