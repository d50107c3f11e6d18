import * as pulumi from "@pulumi/pulumi";
import { closest } from "fastest-levenshtein";
import { z } from "zod";
import type { HaproxyFarm } from "../front/farm/component";
import { elsewhere } from "../shared/elsewhere";
import { expecting, shown } from "../shared/expecting";
import { fromSecrets, secretSchema, textSchema } from "../shared/fields";
import { orLate } from "../shared/orLate";
import { type Fields, type Problem, problemsOf, soundFor } from "../shared/problems";
import { refuse, warnOfUnpinned } from "../shared/refuse";
import { resourceSchema, servedSchema, typeOf } from "../shared/resourceSchema";
import { imageSchema, limitsSchema, nameSchema, sizeSchema } from "../shared/schemas";
import { perProgram } from "../survey/perProgram";
import { type AlertDefaults, type AlertName, alertDefaults, alertNames, type Threshold } from "./alerts";
import type { MonitorArgs, OtherHome, Retention } from "./args";
import { notifySchema, other, url } from "./checkReceivers";
import { pageProblems, warnOfOpenPages } from "./page/checkPages";

/** Those without which a monitor says nothing of what matters most. */
const vital: readonly AlertName[] = ["MonitorFails", "FarmGone", "ServiceGone"];

const name = {
  error: ({ input }: { readonly input?: unknown }) =>
    `${shown(input)} is not the name of an alert${typeof input === "string" ? `; the nearest is ${closest(input, alertNames)}` : ""}`,
};

const seconds = (least: number, most: number, example: string) => {
  const message = expecting(`a whole number of seconds from ${least} to ${most}`, example);
  return z.int(message).min(least, message).max(most, message);
};

/** A value outside of these would never be found, or always. */
function thresholdSchema(alert: AlertName) {
  const { value }: AlertDefaults = alertDefaults[alert];
  const most = 86_400;
  const message = value && expecting(`a number from ${value.least} to ${value.most}`, String(value.is));
  return z.strictObject(
    {
      value: (value && message
        ? z.number(message).min(value.least, message).max(value.most, message)
        : z.undefined({ error: () => "this alert is told of something that is so or not: it has no value" })
      ).optional(),
      afterSeconds: seconds(0, most, "120").optional(),
      keepSeconds: seconds(0, most, "600").optional(),
    } satisfies Fields<Threshold>,
    expecting("a threshold", "{ afterSeconds: 300 }"),
  );
}

const homes = expecting("a list of homes", '[{ name: "cellar", page: "https://watch.example.org" }]');

const homeSchema = z
  .strictObject(
    {
      name: nameSchema,
      page: textSchema(
        `the address of a page, by https, ${other}`,
        '"https://watch.example.org"',
        new RegExp(`^https://${elsewhere}[^\\s/?#]+/?$`),
      ),
      user: textSchema("a user's name", "anna", /^[^\s:]+$/).optional(),
      password: secretSchema("a password", fromSecrets("cellar-password")).optional(),
      authority: orLate(
        z.string(expecting("a certificate as PEM", 'readFileSync("cellar.pem", "utf8")')),
      ).optional(),
    } satisfies Fields<OtherHome>,
    expecting("a home", '{ name: "cellar", page: "https://watch.example.org" }'),
  )
  .refine(({ user, password }) => (user === undefined) === (password === undefined), {
    path: ["user"],
    error: "a user and a password go together: say both, or neither",
  });

const days = expecting("a whole number of days from 1 to 3650", "30");

const services = expecting("a list of services", "[blog, wiki]");

const monitorSchema = z.strictObject(
  {
    farm: resourceSchema(typeOf("HaproxyFarm"), "a HaproxyFarm", "farm"),
    services: z.array(servedSchema, services),
    notify: notifySchema,
    deadMan: url(fromSecrets("dead-man")).optional(),
    homes: z
      .array(homeSchema, homes)
      .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, {
        error: "two of them have the same name; give each its own",
      })
      .optional(),
    thresholds: z
      .strictObject(
        Object.fromEntries(alertNames.map((one) => [one, thresholdSchema(one).optional()])),
        expecting("a group of thresholds", "{ DiskNearlyFull: { value: 15 } }"),
      )
      .optional(),
    mute: z
      .array(z.enum(alertNames, name), expecting("a list of alerts' names", '["HostRestarted"]'))
      .refine((all) => !vital.every((one) => all.includes(one)), {
        error: `with ${vital.join(", ")} muted nobody is told that visitors get nothing, nor that nobody can be told; leave one of them, or say notify: "nobody"`,
      })
      .optional(),
    everySeconds: seconds(2, 60, "30").optional(),
    retention: z
      .strictObject(
        {
          days: z.int(days).min(1, days).max(3650, days).optional(),
          size: sizeSchema("512MiB").optional(),
        } satisfies Fields<Retention>,
        expecting("a group of limits", '{ days: 30, size: "512MiB" }'),
      )
      .optional(),
    image: imageSchema("prom/prometheus:v2.53.3").optional(),
    alertmanagerImage: imageSchema("prom/alertmanager:v0.28.1").optional(),
    probesImage: imageSchema("prom/blackbox-exporter:v0.26.0").optional(),
    agentImage: imageSchema("prom/node-exporter:v1.9.0").optional(),
    limits: limitsSchema.optional(),
  } satisfies Fields<MonitorArgs>,
  expecting("a group of arguments", '{ farm, services: [blog], notify: "nobody" }'),
);

/**
 * Checks a monitor's arguments before any resource exists.
 * @throws RunError that names every argument that is not usable.
 */
export function checkMonitor(monitor: string, args: MonitorArgs): void {
  const wrong = problemsOf(monitorSchema, args);
  refuse(monitor, [
    ...problemsOf(nameSchema, monitor, ["name"]),
    ...wrong,
    ...(soundFor(wrong, "farm") ? [...ownNetwork(args), ...watchedTwice(args)] : []),
    ...(soundFor(wrong, "farm", "services") ? pageProblems(args) : []),
  ]);
  watching().set(args.farm, monitor);
  for (const image of ["image", "alertmanagerImage", "probesImage", "agentImage"] as const)
    warnOfUnpinned(monitor, image, args[image]);
  warnOfOpenPages(args);
  warnOfMuted(monitor, args);
}

function warnOfMuted(monitor: string, { mute = [] }: MonitorArgs): void {
  for (const one of vital.filter((one) => mute.includes(one)))
    void pulumi.log.warn(`${monitor}: mute: nobody is told of ${one}: what it finds is serious at once.`);
}

const watching = perProgram(() => new Map<HaproxyFarm, string>());

/** The second one would want the address of the first. */
function watchedTwice({ farm }: MonitorArgs): Problem[] {
  const other = watching().get(farm);
  return other === undefined
    ? []
    : [{ path: ["farm"], message: `it is watched by ${other} already; name its services there` }];
}

/** It has an address in the environment's network, by which the farm knows it. */
const ownNetwork = ({ farm }: MonitorArgs): Problem[] =>
  farm.network.isOwn
    ? []
    : [
        {
          path: ["farm"],
          message:
            'its network is one that something else makes ("existing"), whose addresses are not the program\'s to give; a monitor needs one of its own',
        },
      ];
