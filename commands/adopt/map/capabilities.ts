import { member, textsOf } from "../read/tree";
import { type Code, Expression } from "../write/code";
import type { Context } from "./draft";

/** A list of names with everything of another list in it. */
const beside = (names: readonly string[]) =>
  new Expression(`[...dockerCapabilities, ${names.map((name) => `"${name}"`).join(", ")}]`);

/** What a container may do, where the file says it. */
export function capabilitiesOf({ draft, note }: Pick<Context, "draft" | "note">): Code | undefined {
  const { tree, name, at } = draft.service;
  const plain = (text: string) => text.replace(/^CAP_/i, "").toUpperCase();
  const added = textsOf(member(tree, "cap_add")).map(plain);
  const dropped = textsOf(member(tree, "cap_drop")).map(plain);
  if (added.length === 0 && dropped.length === 0) return undefined;
  if (added.includes("ALL")) {
    note(
      "lost",
      at,
      `${name}: cap_add: whoever has all capabilities has the host; write those that it needs`,
    );
    return undefined;
  }
  if (dropped.includes("ALL")) return added;
  if (dropped.length > 0) {
    note(
      "changed",
      at,
      `${name}: cap_drop: it keeps only what common entry points need, which \`capabilities\` changes`,
    );
    return added.length > 0 ? beside(added) : undefined;
  }
  return beside(added);
}
