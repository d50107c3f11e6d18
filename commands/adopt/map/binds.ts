import { extname } from "node:path";
import { isMarked, unmarked } from "../env/marks";
import { looksSecret } from "../env/names";
import type { Spot } from "../notes";
import { Expression, group, quoted } from "../write/code";
import type { Context } from "./draft";

/** What a host's path in a container is. */
export interface Bind {
  readonly source: string;
  readonly target: string;
  readonly readOnly: boolean;
  readonly at: Spot;
  readonly comment?: string;
}

/** Paths that are the host's own; whoever writes there has the host. */
const system =
  /^\/(|etc|proc|sys|dev|boot|run|var|usr|bin|sbin|lib|lib64|root|var\/run|var\/lib|var\/lib\/docker(\/.*)?|sys\/.*|proc\/.*|dev\/.*|lib\/modules(\/.*)?|run\/(dbus|udev|systemd)(\/.*)?|var\/run\/(dbus|udev)(\/.*)?|var\/lib\/containers(\/.*)?)$/;

const clock = /^\/(etc\/(localtime|timezone)|usr\/share\/zoneinfo(\/.*)?)$/;

const sockets = /\.sock$|^\/(var\/)?run\/(docker|podman|containerd)(\/|$)/;

const certificates = /letsencrypt|acme\.json|\/certbot(\/|$)/;

/** Ends of names that files have, and folders have not. */
const likeFile =
  /^\.(conf|cfg|cnf|ini|ya?ml|json|toml|env|sh|sql|js|ts|py|php|xml|properties|pem|crt|key|html|txt|rules|hcl|lua|htpasswd|list|template|config)$/i;

/** Brings in a path of the host: as a directory that is there, or as a file with its content. */
export function bind(one: Bind, context: Context): void {
  const { draft, note, reading, places } = context;
  const { source, target, readOnly, at, comment } = one;
  const name = draft.service.name;
  const shown = reading.files.shown(unmarked(source));
  if (sockets.test(source))
    note(
      "lost",
      at,
      `${name}: the socket ${shown} lets whoever has it do anything on the host, and is given to nobody`,
    );
  else if (clock.test(source) || clock.test(target))
    note("leftOut", at, `${name}: ${shown}: the variable TZ says the time zone, as TZ=Europe/Paris`);
  else if (certificates.test(source))
    note(
      "leftOut",
      at,
      `${name}: ${shown}: the farm ends TLS; its certificates: { source: "files" } are these, see docs/tls.md`,
    );
  else if (system.test(source.replace(/\/+$/, "")))
    note("lost", at, `${name}: ${shown || "/"} is a path of the host's own system, and is given to nobody`);
  else if (isFile(source, target, reading.files.kind)) file(one, context);
  else {
    const place = places.directory(source.replace(/(?<=.)\/+$/, ""), draft.key, at, comment);
    draft.mounts.push({ volume: place.key, path: target, readOnly });
  }
}

/** Where a path is not on this machine, its name tells. */
function isFile(source: string, target: string, kind: (path: string) => string | undefined): boolean {
  const found = isMarked(source) ? undefined : kind(source);
  if (found !== undefined) return found === "file";
  return likeFile.test(extname(target)) && !/\.d$/.test(target);
}

function file({ source, target, readOnly, at }: Bind, context: Context): void {
  const { draft, note, reading } = context;
  const name = draft.service.name;
  if (isMarked(source)) {
    note(
      "lost",
      at,
      `${name}: ${target} is a file that a variable names, ${unmarked(source)}; write it as one of \`files\``,
    );
    return;
  }
  const path = context.fromHome(source);
  const shown = reading.files.shown(source);
  if (reading.files.kind(source) === undefined)
    note(
      "decide",
      at,
      `${name}: ${shown} is not there; the program reads it, so put it there or give the right name`,
    );
  else if (path.startsWith(".."))
    note(
      "decide",
      at,
      `${name}: ${shown} is outside of the home's folder; where others deploy from a repository, put it there`,
    );
  if (!readOnly)
    note(
      "changed",
      at,
      `${name}: ${target} is a file of the program now, and what the container writes to it is gone with the container`,
    );
  const content = `readFileSync(${quoted(path)}, "utf8")`;
  const hidden = isTelling(source, context);
  draft.files.push(
    group({
      path: target,
      content: new Expression(hidden ? `pulumi.secret(${content})` : content),
      mode: reading.files.runnable(source),
    }),
  );
}

/** Whether nobody may read a file: by its name, or by what is in it. */
function isTelling(source: string, { reading: { files, settings } }: Context): boolean {
  if (
    /\.(pem|key|htpasswd)$|passwd|secret|credential/i.test(source) ||
    looksSecret(source.split("/").at(-1) ?? "")
  )
    return true;
  if (files.kind(source) !== "file") return false;
  const text = files.read(source);
  const known = [...settings.values.values()].some((value) => value.length >= 8 && text.includes(value));
  return known || /(password|passwd|secret|token|api_?key)["']?\s*[:=]\s*["']?[^\s"']{4,}/i.test(text);
}
