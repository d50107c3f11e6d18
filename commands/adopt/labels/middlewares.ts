import { unmarked } from "../env/marks";
import type { Spot } from "../notes";
import { commaList, type Label, type LabelContext, type Labels, usersOf, type Web } from "./web";

/** A middleware: its kind, and what it is told. */
export interface Middleware {
  readonly kind: string;
  readonly at: Spot;
  readonly options: ReadonlyMap<string, Label>;
}

/** What middlewares make of a web. */
export type Effect = Pick<Web, "allow" | "users"> & { readonly strips: readonly string[] };

/** Middlewares of all containers of a project: any of them can name any other's. */
export function middlewaresIn(all: Iterable<Labels>): ReadonlyMap<string, Middleware> {
  const found = new Map<string, { kind: string; at: Spot; options: Map<string, Label> }>();
  for (const labels of all)
    for (const [key, label] of labels) {
      const parts = /^traefik\.http\.middlewares\.([^.]+)\.([^.]+)\.?(.*)$/i.exec(key);
      if (!parts) continue;
      const [, name = "", kind = "", option = ""] = parts;
      const middleware = found.get(name.toLowerCase()) ?? {
        kind: kind.toLowerCase(),
        at: label.at,
        options: new Map(),
      };
      middleware.options.set(option.toLowerCase(), label);
      found.set(name.toLowerCase(), middleware);
    }
  return found;
}

/** Names of what is written elsewhere that let nobody in unasked. */
const asking =
  /auth|sso|oidc|login|allow|whitelist|white-list|\bip\b|ipfilter|lan\b|local|internal|private|vpn|mtls|restrict|protect/i;

/** Kinds that change nothing here, and why. */
const leftOut: Readonly<Record<string, string>> = {
  redirectscheme: "the farm sends visitors of plain HTTP to HTTPS",
  compress: "answers go as the application sends them",
  ratelimit: "the farm limits each address by itself",
  inflightreq: "the farm limits each address by itself",
  buffering: "requests are passed on as they arrive, whatever their size",
  retry: "a request that may be repeated is, where a container goes",
  circuitbreaker: "a container that does not answer gets no requests",
  contenttype: "types of answers are the application's",
  grpcweb: "gRPC goes as it is sent",
};

/** Kinds without which a visitor sees something else. */
const changesRequests = [
  "stripprefixregex",
  "addprefix",
  "replacepath",
  "replacepathregex",
  "digestauth",
  "passtlsclientcert",
  "plugin",
];

/** Gathers what the middlewares of a router do, and tells what they did. */
export function effectOf(
  names: readonly { readonly name: string; readonly at: Spot }[],
  known: ReadonlyMap<string, Middleware>,
  context: LabelContext,
  passed: readonly string[] = [],
): Effect {
  const { name: container, notes } = context;
  const effect = {
    strips: [] as string[],
    allow: undefined as string[] | undefined,
    users: undefined as Record<string, string> | undefined,
  };
  for (const { name, at } of names) {
    const plain = name.replace(/@.*$/, "").toLowerCase();
    const middleware = known.get(plain);
    const shown = unmarked(name);
    if (passed.includes(plain)) continue;
    if (middleware === undefined) {
      notes.add(
        asking.test(name) ? "lost" : "decide",
        at,
        `${container}: the middleware ${shown} is written where Traefik has its own files${asking.test(name) ? ", and by its name it let not everyone in; `allow` and `users` do that here" : "; look what it did"}`,
      );
      continue;
    }
    const { kind, options } = middleware;
    const option = (key: string) => options.get(key)?.text;
    const spot = middleware.at;
    if (kind === "chain") {
      const inner = commaList(option("middlewares") ?? "").map((one) => ({ name: one, at: spot }));
      const more = effectOf(inner, known, context, [...passed, plain]);
      effect.strips.push(...more.strips);
      effect.allow = more.allow ? [...(effect.allow ?? []), ...more.allow] : effect.allow;
      effect.users = more.users ? { ...effect.users, ...more.users } : effect.users;
    } else if (kind === "stripprefix") effect.strips.push(...commaList(option("prefixes") ?? ""));
    else if (kind === "basicauth" && option("users") !== undefined) {
      const users = usersOf(option("users") ?? "", options.get("users")?.at ?? spot, context);
      if (users) effect.users = { ...effect.users, ...users };
    } else if (kind === "basicauth")
      notes.add(
        "lost",
        spot,
        `${container}: ${shown} asked visitors for passwords of a file; write its users as \`users\``,
      );
    else if (kind === "forwardauth")
      notes.add(
        "lost",
        spot,
        `${container}: ${shown} asked another application who may come in, and nothing here does; \`users\`, \`allow\` or \`clientAuthority\` can, or the application's own login`,
      );
    else if (kind === "ipallowlist" || kind === "ipwhitelist")
      effect.allow = [...(effect.allow ?? []), ...commaList(option("sourcerange") ?? "")];
    else if (kind === "headers") tellHeaders(options, container, notes);
    else if (kind === "redirectregex" || kind === "errors")
      notes.add(
        "decide",
        spot,
        `${container}: ${shown} (${kind}) did something to answers that the application has to do by itself now`,
      );
    else if (leftOut[kind]) notes.add("leftOut", spot, `${container}: ${shown} (${kind}): ${leftOut[kind]}`);
    else if (changesRequests.includes(kind))
      notes.add(
        "lost",
        spot,
        `${container}: ${shown} (${kind}) changed requests in a way that nothing here does`,
      );
    else notes.add("lost", spot, `${container}: ${shown} is of the kind ${kind}, which nobody here knows`);
  }
  return effect;
}

/** Headers that farm and router say by themselves, or that say how TLS is to be. */
const said =
  /^(sts|forcests|ssl|isdevelopment|allowedhosts|hostsproxyheaders|customrequestheaders\.x-forwarded-|customresponseheaders\.strict-transport)/;

function tellHeaders(
  options: ReadonlyMap<string, Label>,
  container: string,
  notes: LabelContext["notes"],
): void {
  for (const [key, { at }] of options)
    notes.add(
      said.test(key) ? "leftOut" : "decide",
      at,
      said.test(key)
        ? `${container}: the header ${key.replace(/^.*\./, "")}: the farm says it, where TLS is to be asked for again`
        : `${container}: the header ${key.replace(/^custom(request|response)headers\./, "")} is not added; the application has to, if anybody needs it`,
    );
}
