import { isMarked, unmarked } from "../env/marks";
import { middlewaresIn } from "../labels/middlewares";
import { readTraefik } from "../labels/traefik";
import { isTraefik1, readTraefik1 } from "../labels/traefik1";
import type { LabelContext, Web } from "../labels/web";
import { type Code, Expression, group } from "../write/code";
import type { Context, Draft } from "./draft";
import { askedByHttp } from "./health";
import { keyOf } from "./units";
import { usualPort } from "./usualPorts";

/** Families of labels that only other programs read, by how they begin. */
const families =
  /^(com\.centurylinklabs|org\.opencontainers|com\.docker|homepage|diun|wud|autoheal|ofelia|flame|org\.label-schema|dozzle|kuma|glance|tsdproxy|logging|promtail|prometheus|co\.elastic|com\.datadoghq|swag|deunhealth|net\.unraid|crowdsec|caddy|docker-volume-backup|backup)/i;

/** How visitors reach containers, as labels and variables say it. */
export function websOfLabels(
  drafts: ReadonlyMap<string, Draft>,
  of: (draft: Draft) => Context,
  apart: readonly Draft[],
): void {
  const known = middlewaresIn([...drafts.values(), ...apart].map((draft) => draft.labels));
  for (const draft of drafts.values()) {
    const { reading, note } = of(draft);
    const context: LabelContext = {
      name: draft.service.name,
      notes: reading.notes,
      hash: (user, hash, at) =>
        isMarked(hash) ? hash : reading.settings.secret(`${draft.key}_${user}_hash`, hash, at),
    };
    const { webs, read } = isTraefik1(draft.labels)
      ? readTraefik1(draft.labels, context)
      : readTraefik(draft.labels, known, context);
    draft.webs = [...webs, ...websOfVariables(draft)];
    const told = new Set<string>();
    for (const [key, { at }] of draft.labels) {
      if (read.has(key)) continue;
      const family = families.exec(key)?.[0];
      const name = family ?? key;
      if (told.has(name)) continue;
      told.add(name);
      const kind = /^caddy/.test(name) ? "decide" : "leftOut";
      note(
        kind,
        at,
        `${draft.service.name}: labels ${family ? `of ${family}` : unmarked(key)}: ${kind === "decide" ? "they led visitors to it; write its `web`" : "nothing here reads them"}`,
      );
    }
  }
}

/** Variables by which nginx-proxy finds containers. */
function websOfVariables(draft: Draft): Web[] {
  const of = (name: string) => {
    const value = draft.environment.find((one) => one.key === name)?.value;
    return typeof value === "string" ? value : undefined;
  };
  const names = of("VIRTUAL_HOST");
  if (names === undefined) return [];
  const web: Web = {
    at: draft.service.at,
    domains: names.split(",").map((one) => one.trim()),
    port: of("VIRTUAL_PORT"),
    ...(of("VIRTUAL_PROTO") === "https" ? { protocol: "https" } : {}),
  };
  draft.environment = draft.environment.filter(
    ({ key }) => !/^(VIRTUAL_(HOST|PORT|PROTO)|LETSENCRYPT_(HOST|EMAIL))$/.test(key),
  );
  return [web];
}

/** What of a web only a person can know. */
export interface Asked {
  /** Names that were given for the container. */
  readonly domains: readonly string[];
  /** A setting's name, where nobody gave any. */
  readonly setting: string;
  /** Its name beside others of the container. @default it is the only one, or the first */
  readonly name?: string;
}

/** What tells a way in from the others of its container. */
export const nameOfWeb = ({ name, pathPrefix, port }: Web): string =>
  keyOf(name ?? pathPrefix ?? `port-${port ?? "other"}`);

/** A web as the program has it. */
export function webCode(web: Web, context: Context, asked: Asked): Code {
  const { draft, reading } = context;
  const domains = [...new Set((web.domains.length > 0 ? web.domains : asked.domains).filter(Boolean))];
  const { settings } = reading;
  const unknown = () => [
    settings.plain(asked.setting, web.at, {
      what: `the name that ${draft.service.name} answers for, as cloud.example.org`,
    }),
  ];
  const port = web.port ?? onlyPort(context, web);
  const probe = web.askedAt ?? askedAt(draft, port);
  return group({
    name: asked.name,
    domains:
      domains.length > 0
        ? domains.map((domain) => (isMarked(domain) ? domain : domain.toLowerCase()))
        : unknown(),
    port: numberCode(port),
    pathPrefix: web.pathPrefix,
    stripPrefix: web.stripPrefix,
    allow: web.allow,
    users: web.users && group(web.users),
    protocol: web.protocol,
    stickySessions: web.stickySessions,
    readiness: probe === undefined || isMarked(probe) ? undefined : group({ kind: "http", path: probe }),
  });
}

function onlyPort({ draft, facts, reading }: Context, { at }: Web): string {
  const published = [...new Set(draft.ports.filter((port) => !port.udp).map(({ container }) => container))];
  const candidates = [published, [...new Set(draft.exposed)], [...(facts?.ports ?? [])]].find(
    (all) => all.length === 1,
  );
  const asked = askedByHttp(draft.health)?.port;
  return (
    candidates?.[0] ??
    asked ??
    published[0] ??
    usualPort(draft.image) ??
    reading.settings.plain(`${draft.key}_port`, at, {
      what: `the port on which ${draft.service.name} serves HTTP`,
    })
  );
}

/** A health check that asks the same port tells a path that is good to ask. */
function askedAt(draft: Draft, port: string): string | undefined {
  const asked = askedByHttp(draft.health);
  return asked && asked.path !== "/" && (asked.port ?? "80") === port ? asked.path : undefined;
}

/** A number, or what stands for one. */
export function numberCode(text: string): Code {
  const name = /^\uE000p\uE002(\w+)\uE001$/.exec(text)?.[1];
  if (name) return new Expression(`config.requireNumber("${name}")`);
  return /^\d+$/.test(text) ? Number(text) : text;
}
