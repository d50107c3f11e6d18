import { readFileSync } from "node:fs";
import { join } from "node:path";
import { keptFolder, pathInShell } from "../../components/shared/kept";
import { readKept } from "../../components/shared/titled";

const textOf = (name: string): string => readFileSync(join(keptFolder(), name), "utf8");

/** A command's inputs with what it runs and reads in place of the names under which that is kept. */
export function unfolded(type: string, inputs: Record<string, unknown>): Record<string, unknown> {
  if (type !== "command:local:Command") return inputs;
  const { interpreter, stdin } = inputs as { interpreter?: unknown; stdin?: unknown };
  const read = typeof stdin === "string" && /^[0-9a-f]{32}\n$/.test(stdin) ? textOf(stdin.trim()) : stdin;
  return {
    ...inputs,
    ...(Array.isArray(interpreter) ? { interpreter: interpreter.map(withScripts) } : {}),
    ...(stdin === undefined ? {} : { stdin: read }),
  };
}

const begin = `. ${pathInShell("")}`;

function withScripts(word: unknown): unknown {
  if (typeof word !== "string") return word;
  const [first = "", ...rest] = word.replaceAll(`${readKept}; `, "").split(begin);
  return [first, ...rest.map((text) => textOf(text.slice(0, 32)) + text.slice(32))].join("");
}
