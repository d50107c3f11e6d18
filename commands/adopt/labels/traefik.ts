import { unmarked } from "../env/marks";
import { type Effect, effectOf, type Middleware } from "./middlewares";
import { parseRule } from "./rule";
import { commaList, type Label, type LabelContext, type Labels, type LabelsRead, type Web } from "./web";

type Options = ReadonlyMap<string, Label>;

/** Reads labels of Traefik 2 and 3. */
export function readTraefik(
  labels: Labels,
  known: ReadonlyMap<string, Middleware>,
  context: LabelContext,
): LabelsRead {
  const { name, notes } = context;
  const own = [...labels].filter(([key]) => /^traefik\./i.test(key));
  const read = new Set(own.map(([key]) => key));
  const enabled = own.find(([key]) => key.toLowerCase() === "traefik.enable")?.[1];
  if (enabled !== undefined && /^(false|no|0)$/i.test(enabled.text)) return { webs: [], read };
  for (const [key, { at }] of own)
    if (/^traefik\.(tcp|udp)\./i.test(key))
      notes.add(
        "lost",
        at,
        `${name}: a router of Traefik for ${/udp/i.test(key) ? "UDP" : "TCP"}; nothing but HTTP is led on here`,
      );
  const routers = grouped(own, "routers");
  const services = grouped(own, "services");
  const webs = [...routers].flatMap(([router, options]) => webOf(router, options, services, known, context));
  if (routers.size === 0 && enabled !== undefined) webs.push(...byDefault(services, enabled, context));
  return { webs: withoutCopies(webs), read };
}

/** `traefik.http.KIND.NAME.OPTION` by name. */
function grouped(labels: readonly (readonly [string, Label])[], kind: string): ReadonlyMap<string, Options> {
  const groups = new Map<string, Map<string, Label>>();
  for (const [key, label] of labels) {
    const found = new RegExp(`^traefik\\.http\\.${kind}\\.([^.]+)\\.(.+)$`, "i").exec(key);
    if (!found) continue;
    const [, name = "", option = ""] = found;
    groups.set(name, (groups.get(name) ?? new Map()).set(option.toLowerCase(), label));
  }
  return groups;
}

/** A container that Traefik serves without being told a rule has a name of Traefik's own making. */
function byDefault(
  services: ReadonlyMap<string, Options>,
  enabled: Label,
  { name, notes }: LabelContext,
): Web[] {
  notes.add(
    "decide",
    enabled.at,
    `${name}: no label says for which domain it answers; Traefik made a name of the container's`,
  );
  return [{ at: enabled.at, domains: [], ...ofService([...services.values()][0], name, notes) }];
}

function webOf(
  router: string,
  options: Options,
  services: ReadonlyMap<string, Options>,
  known: ReadonlyMap<string, Middleware>,
  context: LabelContext,
): Web[] {
  const { name, notes } = context;
  const rule = options.get("rule");
  const named = options.get("service");
  if (rule === undefined || named?.text.includes("@internal")) return [];
  const matches = parseRule(rule.text);
  if (matches === undefined) {
    notes.add("lost", rule.at, `${name}: the rule of ${router} cannot be read`);
    return [];
  }
  if (options.has("tls.options"))
    notes.add(
      "lost",
      options.get("tls.options")?.at ?? rule.at,
      `${name}: ${router} has options of TLS of its own, which may have asked visitors for a certificate; \`clientAuthority\` does that here`,
    );
  const middlewares = options.get("middlewares");
  const effect = effectOf(
    commaList(middlewares?.text ?? "").map((one) => ({ name: one, at: middlewares?.at ?? rule.at })),
    known,
    context,
  );
  const service =
    services.get(named?.text.replace(/@.*$/, "") ?? router) ??
    (services.size === 1 ? [...services.values()][0] : undefined);
  const rest = ofService(service, name, notes);
  return matches.flatMap(({ domains, paths, clients, lost, changed }) => {
    for (const one of lost)
      notes.add(
        "lost",
        rule.at,
        `${name}: ${unmarked(one)} of a rule chose requests, and here names and paths alone do`,
      );
    for (const one of changed) notes.add("changed", rule.at, `${name}: ${unmarked(one)}`);
    const allow = clients.length > 0 ? [...(effect.allow ?? []), ...clients] : effect.allow;
    const web = { at: rule.at, name: router, domains, allow, users: effect.users, ...rest };
    const prefixes = paths.filter((path) => path !== "/");
    if (prefixes.length === 0 && effect.strips.length > 0)
      notes.add(
        "lost",
        rule.at,
        `${name}: ${effect.strips.join(", ")} was taken from paths; a \`pathPrefix\` with \`stripPrefix\` does that`,
      );
    return prefixes.length === 0
      ? [web]
      : prefixes.map((path) => ({ ...web, ...below(path, effect, web, context) }));
  });
}

function below(path: string, { strips }: Effect, { at }: Web, { name, notes }: LabelContext) {
  const pathPrefix = path.replace(/\/+$/, "");
  const stripped = strips.map((one) => one.replace(/\/+$/, ""));
  const strip = stripped.includes(pathPrefix);
  // A prefix that no request here has is taken from none.
  const other = stripped.find(
    (one) => `${pathPrefix}/`.startsWith(`${one}/`) || one.startsWith(`${pathPrefix}/`),
  );
  if (!strip && other !== undefined)
    notes.add("lost", at, `${name}: another prefix than ${pathPrefix} was taken from its paths, ${other}`);
  return { pathPrefix, ...(strip ? { stripPrefix: true } : {}) };
}

function ofService(options: Options | undefined, name: string, notes: LabelContext["notes"]): Partial<Web> {
  if (options === undefined) return {};
  const text = (key: string) => options.get(`loadbalancer.${key}`)?.text;
  const scheme = text("server.scheme")?.toLowerCase();
  for (const [key, { at }] of options)
    if (key === "loadbalancer.passhostheader" && /false/i.test(options.get(key)?.text ?? ""))
      notes.add("decide", at, `${name}: it was not told by which name visitors came, and now it is`);
    else if (/^(weighted|mirroring|failover)/.test(key))
      notes.add(
        "lost",
        at,
        `${name}: requests were shared out (${key.split(".")[0]}), which nothing here does`,
      );
  return {
    port: text("server.port"),
    ...(scheme === "https" || scheme === "h2c" ? { protocol: scheme } : {}),
    ...([...options.keys()].some((key) => key.startsWith("loadbalancer.sticky"))
      ? { stickySessions: true }
      : {}),
    ...(text("healthcheck.path") ? { askedAt: text("healthcheck.path") } : {}),
  };
}

/** A router for plain HTTP beside the one for HTTPS says the same once more. */
function withoutCopies(webs: readonly Web[]): Web[] {
  const same = new Map<string, Web>();
  for (const web of webs) {
    const key = JSON.stringify([[...web.domains].sort(), web.pathPrefix ?? ""]);
    const former = same.get(key);
    same.set(key, former ? { ...former, ...defined(web), at: former.at } : web);
  }
  return [...same.values()];
}

const defined = (web: Web): Web =>
  Object.fromEntries(Object.entries(web).filter(([, value]) => value !== undefined)) as unknown as Web;
