import { domainToASCII } from "node:url";

const label = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/**
 * Checks one domain name.
 * @returns undefined where it can be served, or what is wrong with it and the way out.
 */
export function domainProblem(name: string): string | undefined {
  const bare = name.startsWith("*.") ? name.slice(2) : name;
  if (/[^\x21-\x7e]/.test(bare) && !/\s/.test(bare)) {
    const ascii = domainToASCII(bare);
    if (ascii) return `write the punycode form: ${name.replace(bare, ascii)}`;
  }
  if (bare !== bare.toLowerCase()) return `write it in lower case: ${name.toLowerCase()}`;
  if (bare.endsWith(".")) return `leave out the trailing dot: ${name.slice(0, -1)}`;
  if (bare.length > 253) return `it has ${bare.length} characters, at most 253 are allowed`;
  const wrong = bare.split(".").find((part) => !label.test(part));
  if (wrong !== undefined) {
    return `"${wrong}" is no part of a domain name: 1–63 letters, digits and inner hyphens; example: blog.example.org`;
  }
  if (!bare.includes(".") && name.startsWith("*."))
    return "a wildcard needs at least two parts below the star";
  return undefined;
}

/** @returns whether the name stands for every name one level below it. */
export const isWildcard = (name: string): boolean => name.startsWith("*.");

/**
 * @returns an anchored regular expression for a wildcard: exactly one level, as a certificate would cover, of what names
 * are made of. What a farm and a router would take for different names is none.
 */
export const wildcardPattern = (name: string): string =>
  `^[a-z0-9_-]+${name.slice(1).replaceAll(".", "\\.")}$`;

/** @returns whether a wildcard stands for this very name, among others. */
export const covers = (wildcard: string, name: string): boolean =>
  isWildcard(wildcard) && !isWildcard(name) && new RegExp(wildcardPattern(wildcard)).test(name);

/** Whether a domain stands for an exact name: it is the name itself, or a wildcard that covers it. */
export const standsFor = (domain: string, name: string): boolean => domain === name || covers(domain, name);
