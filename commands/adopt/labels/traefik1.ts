import { unmarked } from "../env/marks";
import {
  commaList,
  type Label,
  type LabelContext,
  type Labels,
  type LabelsRead,
  usersOf,
  type Web,
} from "./web";

/** Whether labels are of Traefik 1. */
export const isTraefik1 = (labels: Labels): boolean =>
  [...labels.keys()].some((key) => /^traefik\.([^.]+\.)?(frontend\b|port$|backend\b)/i.test(key));

const leftOut: Readonly<Record<string, string>> = {
  entrypoints: "the farm has both doors",
  priority: "the longer path goes first",
  passhostheader: "names are passed on as visitors say them",
};

/** Reads labels of Traefik 1: of a container, or of several segments of it. */
export function readTraefik1(labels: Labels, context: LabelContext): LabelsRead {
  const own = [...labels].filter(([key]) => /^traefik\./i.test(key));
  const read = new Set(own.map(([key]) => key));
  const enabled = labels.get("traefik.enable")?.text ?? "true";
  if (/^(false|no|0)$/i.test(enabled)) return { webs: [], read };
  const segments = new Map<string, Map<string, Label>>();
  for (const [key, label] of own) {
    const found =
      /^traefik\.(?:(?!frontend\b|backend\b|port$|protocol$|weight$|docker\b|domain$|tags$|enable$)([^.]+)\.)?(.+)$/i.exec(
        key,
      );
    const [segment, option] = [found?.[1] ?? "", found?.[2]?.toLowerCase() ?? ""];
    segments.set(segment, (segments.get(segment) ?? new Map()).set(option, label));
  }
  const common = segments.get("") ?? new Map<string, Label>();
  const named = [...segments].filter(([name]) => name !== "");
  const all = named.length > 0 ? named.map(([, options]) => new Map([...common, ...options])) : [common];
  const names = named.map(([name]) => name);
  const webs = all.flatMap((options, index) =>
    webOf(options, context).map((web) => ({ ...web, name: names[index] })),
  );
  return { webs, read };
}

function webOf(options: ReadonlyMap<string, Label>, context: LabelContext): Web[] {
  const { name, notes } = context;
  const text = (key: string) => options.get(key)?.text;
  const rule = options.get("frontend.rule");
  const at = rule?.at ?? options.get("port")?.at ?? [...options.values()][0]?.at;
  if (at === undefined) return [];
  if (rule === undefined)
    notes.add(
      "decide",
      at,
      `${name}: no label says for which domain it answers; Traefik made a name of the container's`,
    );
  const { domains, prefixes, strips } = readRule(rule, context);
  const basic = options.get("frontend.auth.basic.users") ?? options.get("frontend.auth.basic");
  const users = basic && usersOf(basic.text, basic.at, context);
  for (const [key, label] of options) tell(key, label, context);
  const allow = text("frontend.whitelist.sourcerange") ?? text("frontend.whitelistsourcerange");
  const web: Web = {
    at,
    domains,
    port: text("port"),
    ...(allow ? { allow: commaList(allow) } : {}),
    ...(users ? { users } : {}),
    ...(text("protocol") === "https" || text("protocol") === "h2c"
      ? { protocol: text("protocol") as "https" }
      : {}),
    ...([...options.keys()].some((key) => /stickiness|sticky/.test(key)) ? { stickySessions: true } : {}),
    ...(text("backend.healthcheck.path") ? { askedAt: text("backend.healthcheck.path") } : {}),
  };
  const paths = prefixes.filter((path) => path !== "/");
  return paths.length === 0
    ? [web]
    : paths.map((path) => ({
        ...web,
        pathPrefix: path.replace(/\/+$/, ""),
        ...(strips.includes(path) ? { stripPrefix: true } : {}),
      }));
}

/** `Host:a,b;PathPrefix:/x`: all of the parts have to be true. */
function readRule(rule: Label | undefined, { name, notes }: LabelContext) {
  const [domains, prefixes, strips]: [string[], string[], string[]] = [[], [], []];
  for (const part of (rule?.text ?? "").split(";").filter(Boolean)) {
    const colon = part.indexOf(":");
    const kind = part.slice(0, colon).trim().toLowerCase();
    const words = commaList(part.slice(colon + 1));
    if (kind === "host") domains.push(...words);
    else if (kind === "pathprefix" || kind === "path") prefixes.push(...words);
    else if (kind === "pathprefixstrip" || kind === "pathstrip") {
      prefixes.push(...words);
      strips.push(...words);
    } else if (rule)
      notes.add(
        "lost",
        rule.at,
        `${name}: ${unmarked(part)} of a rule chose requests, and here names and paths alone do`,
      );
  }
  return { domains, prefixes, strips };
}

function tell(key: string, { at }: Label, { name, notes }: LabelContext): void {
  const last = key.split(".")[1] ?? "";
  if (/^frontend\.auth\.(forward|digest)/.test(key))
    notes.add(
      "lost",
      at,
      `${name}: ${key} asked visitors, and nothing here does so; \`users\`, \`allow\` or \`clientAuthority\` can`,
    );
  else if (/^frontend\.auth\.basic\.usersfile/.test(key))
    notes.add(
      "lost",
      at,
      `${name}: visitors were asked for passwords of a file; write its users as \`users\``,
    );
  else if (/^frontend\.headers/.test(key))
    notes.add(
      "decide",
      at,
      `${name}: the label ${key} changed headers; the application has to, if anybody needs it`,
    );
  else if (/^frontend\.redirect\.(regex|replacement)/.test(key))
    notes.add(
      "decide",
      at,
      `${name}: the label ${key} led visitors elsewhere, which the application has to do by itself now`,
    );
  else if (key.startsWith("frontend.") && leftOut[last])
    notes.add("leftOut", at, `${name}: the label ${key}: ${leftOut[last]}`);
}
