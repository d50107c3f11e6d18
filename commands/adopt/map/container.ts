import { readImage } from "../../../components/shared/image";
import { Failure } from "../../shared/failure";
import { isMarked, unmarked } from "../env/marks";
import { shownSpot } from "../notes";
import { type Code, Group, group, type Member } from "../write/code";
import { capabilitiesOf } from "./capabilities";
import type { Context, Draft } from "./draft";
import { hasSecret } from "./environment";
import { healthCode, lineOf, withVariables } from "./health";
import { formerKeys, serviceKeys } from "./keys";
import { limitsCode } from "./limits";

/** Reads all keys of a service. @throws Failure where one is none of Compose's. */
export function readKeys(context: Context): void {
  const { draft } = context;
  for (const [key, entry] of draft.service.tree.entries) {
    const handler = serviceKeys[key] ?? formerKeys[key];
    if (handler) handler(entry, context, key);
    else if (!key.startsWith("x-"))
      throw new Failure(
        `${shownSpot(entry.at)}: Compose has no key ${key} in services.${draft.service.name}; example of one: image`,
      );
  }
}

/** Members of a container in the order in which a person would write them. */
const order = [
  "image",
  "entrypoint",
  "command",
  "workingDirectory",
  "user",
  "groups",
  "hostname",
  "aliases",
  "hosts",
  "dns",
  "init",
  "after",
  "environment",
  "environmentFiles",
  "files",
  "mounts",
  "temporary",
  "readOnly",
  "health",
  "web",
  "replicas",
  "readySeconds",
  "stopSignal",
  "stopSeconds",
  "sharedMemory",
  "ulimits",
  "sysctls",
  "devices",
  "capabilities",
  "limits",
  "restart",
  "logging",
];

/** A container as the program has it. */
export function containerCode(context: Context, webs: readonly Code[]): Group {
  const { draft } = context;
  const { fields } = draft;
  const set = (name: string, value: Code | undefined) => {
    if (value !== undefined) fields.set(name, value);
  };
  const capabilities = capabilitiesOf(context);
  set("image", pinned(context));
  passwordsOf(context);
  set("entrypoint", draft.entrypoint);
  set("command", draft.command);
  if (draft.health) set("health", healthCode(draft.health, draft));
  set("aliases", aliasesOf(draft));
  set("files", draft.files.length > 0 ? draft.files : undefined);
  set("mounts", draft.mounts.length > 0 ? draft.mounts.map(mountCode) : undefined);
  set("web", webs.length > 1 ? webs : webs[0]);
  const start = draft.health?.rest.startSeconds ?? 0;
  if (webs.length > 0 && start > 60) set("readySeconds", start + 60);
  set("capabilities", capabilities);
  set("limits", limitsCode(draft, context));
  set("environment", draft.environment.length > 0 ? new Group(draft.environment, true) : undefined);
  const members = order.flatMap((key): Member[] => {
    const value = fields.get(key);
    return value === undefined ? [] : [{ key, value }];
  });
  return new Group(members, true);
}

const aliasesOf = ({ aliases, key, service }: Draft): Code | undefined => {
  const names = [...new Set([service.name, ...aliases])].filter((name) => name !== key);
  return names.length > 0 ? names : undefined;
};

const mountCode = ({ volume, path, readOnly, subpath }: Draft["mounts"][number]): Code =>
  group({ volume, path, readOnly: readOnly || undefined, subpath });

/** The image, and exactly the one that runs where the engine knows it. */
function pinned({ draft, facts, note }: Context): string {
  const { image, service } = draft;
  if (image === "" || isMarked(image)) return image;
  const read = readImage(image);
  if (facts?.digest && !image.includes("@")) {
    note(
      "changed",
      service.at,
      `${service.name}: its image is exactly the one that runs; take the digest away once it has moved`,
    );
    return `${withTag(image)}@${facts.digest}`;
  }
  if (read !== undefined && !/:[^/]*$|@/.test(image)) {
    note(
      "decide",
      service.at,
      `${service.name}: its image ${unmarked(image)} has no version; :latest is another one each time it is pulled`,
    );
    return withTag(image);
  }
  if (/:latest$/.test(image))
    note(
      "decide",
      service.at,
      `${service.name}: :latest is another image each time it is pulled; name the version that runs`,
    );
  return image;
}

const withTag = (image: string): string => (/:[^/]*$/.test(image) ? image : `${image}:latest`);

/** A password among the words of a command is in every list of processes: a shell puts it there from the environment. */
function passwordsOf({ draft, note }: Context): void {
  const { name, at } = draft.service;
  if (draft.entrypoint && hasSecret(draft.entrypoint)) {
    note(
      "lost",
      at,
      `${name}: its entry point has a password in it, which every list of processes shows; give it by the environment`,
    );
    draft.entrypoint = undefined;
  }
  const { command } = draft;
  if (!command || !hasSecret(command)) return;
  const [first, second, third] = command;
  const own = /^(\/bin\/)?(ba|da|a)?sh$/.test(first ?? "") && second === "-c" && third !== undefined;
  // A shell's own line keeps its form.
  draft.command = own
    ? [first ?? "", "-c", withVariables(third, draft)]
    : ["sh", "-c", `exec ${lineOf(command, draft)}`];
  note(
    "changed",
    at,
    `${name}: a password of its command comes from the environment now, by way of a shell in its image`,
  );
}
