import type { Context } from "./draft";
import { hasSecret } from "./environment";
import { lineOf, withVariables } from "./health";

/** A password among the words of a command is in every list of processes: a shell puts it there from the environment. */
export function passwordsOf({ draft, note }: Context): void {
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
