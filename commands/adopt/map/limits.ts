import { type Entry, entriesOf, member, type Tree, textOf } from "../read/tree";
import { type Code, group } from "../write/code";
import type { Context, Draft } from "./draft";
import { bytesOf, memorySize } from "./units";

/** What is kept of limits until the last key is read. */
export function memoryLimit({ value, at }: Entry, { draft, note }: Context): void {
  draft.memory = bytesOf(textOf(value) ?? "");
  if (draft.memory === undefined)
    note("decide", at, `${draft.service.name}: its limit of memory cannot be read`);
}

export function memoryReservation({ value }: Entry, { draft }: Context): void {
  draft.reservation = bytesOf(textOf(value) ?? "");
}

export function cpus({ value }: Entry, { draft }: Context): void {
  const number = Number(textOf(value));
  if (number > 0) draft.fields.set("cpus", number);
}

export function processes({ value }: Entry, { draft }: Context): void {
  const number = Number(textOf(value));
  if (number > 0) draft.fields.set("processes", number);
}

/** What Swarm reads, and newer versions of Compose read in part. */
export function deploy({ value }: Entry, context: Context): void {
  const { draft, note } = context;
  const { name } = draft.service;
  const limits = member(member(value, "resources"), "limits");
  const reserved = member(member(value, "resources"), "reservations");
  const entry = (tree: Tree | undefined): Entry | undefined => tree && { at: tree.at, value: tree };
  const apply = (tree: Tree | undefined, handler: (one: Entry, context: Context) => void) => {
    const one = entry(tree);
    if (one) handler(one, context);
  };
  apply(member(limits, "memory"), memoryLimit);
  apply(member(reserved, "memory"), memoryReservation);
  apply(member(limits, "cpus"), cpus);
  apply(member(limits, "pids"), processes);
  const devices = member(reserved, "devices");
  if (devices)
    note(
      "lost",
      devices.at,
      `${name}: a device of a kind (as a graphics card) is reserved, and here only devices by their paths are given`,
    );
  apply(member(value, "replicas"), replicas);
  const restart = textOf(member(member(value, "restart_policy"), "condition"));
  if (restart === "none" || restart === "on-failure")
    draft.fields.set("restart", restart === "none" ? "no" : restart);
  for (const [key, one] of entriesOf(value))
    if (!["resources", "replicas", "restart_policy", "labels"].includes(key))
      note("leftOut", one.at, `${name}: deploy.${key}: only Swarm reads it`);
}

export function replicas({ value, at }: Entry, { draft, note }: Context): void {
  const number = Number(textOf(value));
  if (number > 1) draft.fields.set("replicas", number);
  if (number === 0) note("decide", at, `${draft.service.name}: none of it was to run, and now one does`);
}

const [least, unknown] = [256 * 2 ** 20, 2 ** 30];

/** Tells once of the containers without a limit that nothing is known of. */
export function tellUnlimited(drafts: readonly Draft[], of: (draft: Draft) => Context): void {
  const unlimited = drafts.filter(
    (draft) => draft.memory === undefined && of(draft).facts?.memory === undefined,
  );
  const [first] = unlimited;
  if (first)
    of(first).note(
      "changed",
      first.service.at,
      `${unlimited.map((draft) => draft.service.name).join(", ")}: without a limit of memory; ${unlimited.length > 1 ? "each" : "it"} has 1 GiB until it is known how much it takes`,
    );
}

/** Limits as the program has them: what was set, else by what was seen, else enough for most. */
export function limitsCode(draft: Draft, { facts, note, draft: { service } }: Context): Code {
  const peak = facts?.memory;
  const measured = peak === undefined ? undefined : Math.max(least, Math.ceil((peak * 1.5) / least) * least);
  if (draft.memory === undefined && peak !== undefined)
    note(
      "changed",
      service.at,
      `${service.name}: it had no limit of memory, and has ${memorySize(measured ?? least)}: it has taken up to ${memorySize(peak)}`,
    );
  const [cores, processLimit] = [draft.fields.get("cpus"), draft.fields.get("processes")];
  draft.fields.delete("cpus");
  draft.fields.delete("processes");
  const memory = draft.memory ?? measured ?? unknown;
  return group({
    memory: memorySize(memory),
    reservation:
      draft.reservation === undefined ? undefined : memorySize(Math.min(draft.reservation, memory)),
    cpus: cores,
    processes: processLimit,
  });
}
