/** What the configuration of policies says that matters to a promotion. */
export interface GuardRails {
  /** Patterns of settings that each stack has for itself. */
  readonly mayDiffer: readonly string[];
  readonly proven: readonly string[];
}

type Rules = Readonly<Record<string, string | { mayDiffer?: string[]; images?: string[] }>>;

/** @throws Error where it is no JSON. */
export function readGuardRails(name: string, text: string): GuardRails {
  const rules = parse(name, text);
  return {
    mayDiffer: ofRule(rules, "same-settings").mayDiffer ?? [],
    proven: ofRule(rules, "proven-images").images ?? [],
  };
}

/** @returns the text with more images that have run; the others stay, as production may go back to one. */
export function withProven(name: string, text: string, images: readonly string[]): string {
  const rules = parse(name, text);
  const said = rules["proven-images"];
  const rule = typeof said === "string" ? { enforcementLevel: said } : said;
  const all = [...new Set([...(ofRule(rules, "proven-images").images ?? []), ...images])].sort();
  return `${JSON.stringify({ ...rules, "proven-images": { ...rule, images: all } }, undefined, 2)}\n`;
}

function ofRule(rules: Rules, name: string): { mayDiffer?: string[]; images?: string[] } {
  const said = rules[name];
  return typeof said === "object" ? said : {};
}

function parse(name: string, text: string): Rules {
  try {
    return JSON.parse(text) as Rules;
  } catch (error) {
    throw new Error(`${name}: ${(error as Error).message}`);
  }
}
