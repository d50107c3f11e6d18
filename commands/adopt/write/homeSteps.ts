import { npx } from "../../../components/shared/npx";
import type { Home } from "../home";

/** Lines to type, as a page has them. */
export const block = (lines: readonly string[]): string => `\`\`\`sh\n${lines.join("\n")}\n\`\`\`\n`;

/** How a home is made where there is none. */
export const beginning = ({ begin }: Home): string =>
  begin === undefined
    ? ""
    : `
There is no program in this folder yet. Where you have one, adopt there; else begin one with a template:

${block(begin)}
`;

/** What stacks need before anything is set of them. */
export function first({ pulumi, unmade, settings }: Home): string {
  const made = unmade.map((stack) => `${pulumi} stack select --create ${stack}`);
  const files = [...settings].map(
    ([stack, text]) => `\`Pulumi.${stack}.yaml\`:\n\n\`\`\`yaml\n${text}\`\`\`\n`,
  );
  return [
    made.length > 0 ? `\nA stack for each environment:\n\n${block(made)}` : "",
    files.length > 0
      ? `\nWhere each environment is goes into its file, below \`config:\` where that is there. \`0.0.0.0\` in place of \`127.0.0.1\` lets in
visitors from outside this machine:

${files.join("\n")}`
      : "",
  ].join("");
}

/** Deploys, and asks as a visitor does. */
export const deployed = ({ pulumi }: Home, stack: string): string[] => [
  `${pulumi} up --stack ${stack}`,
  npx(`homeport smoke --stack ${stack}`),
];

/** A list of services with one more. */
export const withOthers = ({ services }: Home, more: string): string =>
  services === undefined ? `/* those that are there, */ ${more}` : [...services, more].join(", ");
