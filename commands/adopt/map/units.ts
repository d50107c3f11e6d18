import type { MemorySize } from "../../../components/shared/size";

const units: Readonly<Record<string, number>> = { b: 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** An amount of memory as Compose writes it, in bytes: `512m`, `1.5gb`, `1073741824`. */
export function bytesOf(text: string): number | undefined {
  const [, amount = "", unit = "b"] = /^\s*(\d+(?:\.\d+)?)\s*([bkmgt])?(?:i?b)?\s*$/i.exec(text) ?? [];
  return amount === "" ? undefined : Number(amount) * (units[unit.toLowerCase()] ?? 1);
}

const mebibyte = 2 ** 20;

/** At least so much memory, as the components write it. */
export function memorySize(bytes: number): MemorySize {
  const whole = Math.max(1, Math.ceil(bytes / mebibyte));
  return whole % 1024 === 0 ? `${whole / 1024}GiB` : `${whole}MiB`;
}

const seconds: Readonly<Record<string, number>> = {
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
};

/** A time as Compose writes it, in whole seconds, at least one where it is not nothing: `1m30s`, `90`. */
export function secondsOf(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(us|µs|ms|s|m|h|d)/g)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join("") !== text.trim()) return undefined;
  const sum = parts.reduce((all, [, amount, unit = "s"]) => all + Number(amount) * (seconds[unit] ?? 1), 0);
  return sum === 0 ? 0 : Math.max(1, Math.round(sum));
}

/** Words of a command that is written as one text, as a shell would part them. */
export function shellWords(text: string): string[] {
  const words: string[] = [];
  let [word, open, quote]: [string, boolean, string] = ["", false, ""];
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at] as string;
    const next = text[at + 1];
    if (sign === "\\" && quote !== "'" && next !== undefined && (quote === "" || /["\\$`\n]/.test(next))) {
      if (next !== "\n") word += next;
      open = true;
      at += 1;
    } else if (quote !== "") {
      if (sign === quote) quote = "";
      else word += sign;
    } else if (sign === '"' || sign === "'") {
      quote = sign;
      open = true;
    } else if (/\s/.test(sign)) {
      if (open) words.push(word);
      [word, open] = ["", false];
    } else {
      word += sign;
      open = true;
    }
  }
  return open ? [...words, word] : words;
}

/** A name as a resource or a key has it: small letters, digits and hyphens. */
export const keyOf = (name: string): string =>
  name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 40)
    .replace(/-+$/, "") || "app";
