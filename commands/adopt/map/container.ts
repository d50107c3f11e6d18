import { Failure } from "../../shared/failure";
import { shownSpot } from "../notes";
import { type Code, Group, group, type Member } from "../write/code";
import { capabilitiesOf } from "./capabilities";
import type { Context, Draft } from "./draft";
import { healthCode } from "./health";
import { pinned } from "./image";
import { formerKeys, serviceKeys } from "./keys";
import { limitsCode } from "./limits";
import { aliasesOf, freeHostname } from "./names";
import { passwordsOf } from "./passwords";
import { words } from "./words";

/** Keys that the program calls otherwise. */
const called: Readonly<Record<string, string>> = {
  cap_add: "capabilities",
  container_name: "aliases",
  depends_on: "after",
  deploy: "limits",
  env_file: "environmentFiles",
  extra_hosts: "hosts",
  group_add: "groups",
  healthcheck: "health",
  labels: "web",
  links: "after",
  mem_limit: "limits",
  networks: "aliases",
  ports: "web",
  read_only: "readOnly",
  shm_size: "sharedMemory",
  stop_grace_period: "stopSeconds",
  stop_signal: "stopSignal",
  tmpfs: "temporary",
  volumes: "mounts",
  working_dir: "workingDirectory",
};

/** Reads all keys of a service. @throws Failure where one is none of Compose's. */
export function readKeys(context: Context): void {
  const { draft } = context;
  for (const [key, entry] of draft.service.tree.entries) {
    const handler = serviceKeys[key] ?? formerKeys[key];
    if (handler) {
      handler(entry, context, key);
      const comment = words(entry.comment);
      if (comment) draft.comments.set(called[key] ?? key, comment);
    } else if (!key.startsWith("x-"))
      throw new Failure(
        `${shownSpot(entry.at)}: Compose has no key ${key} in services.${draft.service.name}; example of one: image`,
      );
  }
  if (draft.image === "" && !draft.service.tree.entries.has("build"))
    throw new Failure(
      `${shownSpot(draft.service.at)}: the service ${draft.service.name} has neither image nor build, without which Compose starts nothing; is another file to go with this one? Example: -f compose.prod.yml`,
    );
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
  freeHostname(context);
  set("aliases", aliasesOf(context));
  set("files", draft.files.length > 0 ? draft.files : undefined);
  set("mounts", draft.mounts.length > 0 ? draft.mounts.map(mountCode) : undefined);
  shareAmongReplicas(context);
  set("web", webs.length > 1 ? webs : webs[0]);
  const start = draft.health?.rest.startSeconds ?? 0;
  if (webs.length > 0 && start > 60) set("readySeconds", start + 60);
  set("capabilities", capabilities);
  set("limits", limitsCode(draft, context));
  set("environment", draft.environment.length > 0 ? new Group(draft.environment, true) : undefined);
  const members = order.flatMap((key): Member[] => {
    const value = fields.get(key);
    return value === undefined ? [] : [{ key, value, comment: draft.comments.get(key) }];
  });
  return new Group(members, true);
}

/** Several of one container on the same data: the file let them, and whether the application does only a person knows. */
function shareAmongReplicas({ draft, places, note }: Context): void {
  if (!draft.fields.has("replicas")) return;
  for (const { volume } of draft.mounts.filter((mount) => !mount.readOnly)) {
    const place = places.all.find(({ key }) => key === volume);
    if (place) place.shared = true;
    note(
      "decide",
      draft.service.at,
      `${draft.service.name}: several of it write to ${volume} at once; keep that only if the application is made for it`,
    );
  }
}

const mountCode = ({ volume, path, readOnly, subpath }: Draft["mounts"][number]): Code =>
  group({ volume, path, readOnly: readOnly || undefined, subpath });
