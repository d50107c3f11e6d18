import { commandLine } from "../../../components/shared/shell";
import { type Mark, piecesOf } from "../env/marks";
import { type Entry, isYes, member, textOf, textsOf } from "../read/tree";
import { type Code, group } from "../write/code";
import type { Context, Draft, Health } from "./draft";
import { hasSecret, variableFor } from "./environment";
import { secondsOf } from "./units";

/** Brings in how the engine watches a container's health. */
export function healthcheck({ at, value }: Entry, { draft, note }: Context): void {
  const { name } = draft.service;
  const test = member(value, "test");
  if (isYes(member(value, "disable")) || textsOf(test)[0] === "NONE") {
    note("decide", at, `${name}: the health check of its image was turned off, and now counts`);
    return;
  }
  const seconds = (key: string) => {
    const text = textOf(member(value, key));
    return text === undefined ? undefined : secondsOf(text);
  };
  const retries = textOf(member(value, "retries"));
  const rest = {
    intervalSeconds: seconds("interval"),
    timeoutSeconds: seconds("timeout"),
    retries: retries === undefined || !/^\d+$/.test(retries) ? undefined : Number(retries),
    startSeconds: seconds("start_period"),
  };
  if (member(value, "start_interval"))
    note("leftOut", at, `${name}: start_interval: the engine's default holds`);
  const [first, ...words] = textsOf(test);
  if (first === undefined) {
    note(
      "decide",
      at,
      `${name}: only the times of its image's health check are changed; \`health\` here says what is run, too`,
    );
    return;
  }
  if (test?.kind === "scalar") draft.health = { at, shell: first, rest };
  else if (first === "CMD-SHELL") draft.health = { at, shell: words.join(" "), rest };
  else draft.health = { at, command: first === "CMD" ? words : [first, ...words], rest };
}

/** A health check as the program has it: a password in it comes from the environment. */
export function healthCode({ command, shell, rest }: Health, draft: Draft): Code {
  const inShell =
    command && hasSecret(command)
      ? withVariables(lineOf(command, draft), draft)
      : shell && withVariables(shell, draft);
  return group({
    ...(inShell === undefined ? { command } : { shell: inShell }),
    ...rest,
  });
}

/** Words as a line of a shell, in which settings are variables. */
export const lineOf = (words: readonly string[], draft: Draft): string =>
  words
    .map((word) =>
      hasSecret([word])
        ? `"${piecesOf(word)
            .map((piece) =>
              typeof piece === "string" ? piece.replace(/["\\$`]/g, "\\$&") : variable(piece, draft),
            )
            .join("")}"`
        : commandLine(word),
    )
    .join(" ");

const variable = ({ name }: Mark, draft: Draft): string => `\${${variableFor(name, draft)}}`;

/** A shell's line with settings as variables: inside of single quotes, which hide them, the quotes are ended for them. */
export function withVariables(line: string, draft: Draft): string {
  let [written, single, double] = ["", false, false];
  // What is nothing but a setting between single quotes has double ones in a shell.
  for (const piece of piecesOf(line.replace(/'(\uE000[^\uE001]*\uE001)'/g, '"$1"'))) {
    if (typeof piece !== "string") {
      const stands = piece.secret ? variable(piece, draft) : `\uE000p\uE002${piece.name}\uE001`;
      written += !piece.secret ? stands : single ? `'"${stands}"'` : double ? stands : `"${stands}"`;
      continue;
    }
    for (const sign of piece) {
      if (sign === "'" && !double) single = !single;
      if (sign === '"' && !single) double = !double;
    }
    written += piece;
  }
  return written;
}

/** The path and port at which a health check asks by HTTP, where it does. */
export function askedByHttp(
  health: Health | undefined,
): { readonly port?: string; readonly path: string } | undefined {
  const text = health?.shell ?? health?.command?.join(" ") ?? "";
  const found = /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1\])(?::(\d+))?(\/[^\s"'|)\\>]*)?/.exec(
    text,
  );
  return found ? { port: found[1], path: found[2] ?? "/" } : undefined;
}
