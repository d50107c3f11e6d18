/**
 * Where sandboxes have made something, besides the local engine: in a file for each sandbox, so that the next
 * start finds what a sandbox that was killed has left elsewhere.
 */
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import type { EngineAddress } from "./engineAt";

const cache = resolve(__dirname, "../../../.cache/sandboxes");

interface Line {
  owner: string;
  engine: EngineAddress;
}

export function remember(id: string, owner: string, engine: EngineAddress): void {
  mkdirSync(cache, { recursive: true });
  appendFileSync(join(cache, id), `${JSON.stringify({ owner, engine } satisfies Line)}\n`, { mode: 0o600 });
}

export function enginesOf(id: string): EngineAddress[] {
  const texts = new Set(linesOf(id).map(({ engine }) => JSON.stringify(engine)));
  return [...texts].map((text) => JSON.parse(text));
}

/** Every sandbox that has used other engines than the local one, with its owner. */
export function rememberedOwners(): Map<string, string> {
  return new Map(ids().map((id) => [id, linesOf(id)[0]?.owner ?? ""]));
}

export function forget(id: string): void {
  rmSync(join(cache, id), { force: true });
}

function linesOf(id: string): Line[] {
  if (!ids().includes(id)) return [];
  const lines = readFileSync(join(cache, id), "utf8").trim().split("\n");
  return lines.map((line) => JSON.parse(line));
}

function ids(): string[] {
  try {
    return readdirSync(cache);
  } catch {
    return [];
  }
}
