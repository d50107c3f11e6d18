import { randomBytes } from "node:crypto";

/** What the engine does where a project does not say `pulumi:autonaming`. */
// biome-ignore lint/suspicious/noTemplateCurlyInString: a pattern of Pulumi's, not of JavaScript
const usual = "${name}-${hex(7)}";

/**
 * Automatic names, which mocks do not have: by the project's own pattern, as the engine gives them.
 * @see https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming-configuration
 */
export function automaticNames(
  autonaming: unknown,
  project: string,
  stack: string,
): (name: string) => string {
  const { pattern = usual } = (autonaming ?? {}) as { pattern?: string };
  return (name) =>
    pattern.replace(/\$\{(\w+)(?:\((\d+)\))?\}/g, (whole, word: string, length?: string) => {
      if (word === "hex") return hex(Number(length));
      const known: Record<string, string> = { name, project, stack };
      const text = known[word];
      if (text === undefined) throw new Error(`the sandbox does not know ${whole} in pulumi:autonaming`);
      return text;
    });
}

function hex(length: number): string {
  return randomBytes(Math.ceil(length / 2))
    .toString("hex")
    .slice(0, length);
}
