import type { GuardRailsFile } from "../shared/guardRails";

type Rules = Readonly<Record<string, string | { readonly images?: readonly string[] }>>;

/**
 * The text of guard rails with more images that have run; the others stay, as production may go back to one.
 * @param file what has been read and found to be in order
 */
export function withProven({ text }: GuardRailsFile, images: readonly string[]): string {
  const rules = JSON.parse(text) as Rules;
  const said = rules["proven-images"];
  const rule = typeof said === "string" ? { enforcementLevel: said } : said;
  const all = [...new Set([...(rule && "images" in rule ? (rule.images ?? []) : []), ...images])].sort();
  return `${JSON.stringify({ ...rules, "proven-images": { ...rule, images: all } }, undefined, 2)}\n`;
}
