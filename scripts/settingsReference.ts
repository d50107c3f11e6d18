import { stringify } from "yaml";
import type { z } from "zod";
import { settingsSchema } from "../components/settings/schema";

/** One row of the table. */
interface Setting {
  readonly path: string;
  readonly meaning: string;
  readonly expected: string;
  readonly fallback: string;
  readonly example: string;
}

/** No setting accepts this, so every setting's own message about it says what is expected. */
const impossible = "?";

/** Renders the page of settings from the schema that checks them, with the words of its own errors. */
export function settingsReference(): string {
  const groups = Object.entries(settingsSchema.shape).map(([key, schema]) => section(key, schema));
  return `${introduction}\n${groups.join("\n")}`;
}

const introduction = `# Settings

Each begins with the project's name, the \`name\` in \`Pulumi.yaml\`: \`homeport:\` in this repository, and so in all of these
pages; \`attic:\` in a home of your own that was begun with \`--name attic\`. There, a setting below \`homeport:\` is refused.

They stand in \`Pulumi.<stack>.yaml\`, or in \`Pulumi.yaml\` for every stack. In the latter Pulumi wants a group of settings below
\`value:\`, or \`default:\`; one word stands as it is.

\`\`\`yaml
# Pulumi.staging.yaml
config:
  homeport:network: { subnet: 172.30.71.0/24 }
  homeport:tls: { hstsDays: 1 }
\`\`\`

\`\`\`yaml
# Pulumi.yaml
config:
  homeport:http3: true
  homeport:tls:
    value: { hstsDays: 365 }
\`\`\`

A stack's file replaces a whole first-level key: \`homeport:network\` is not merged with another file's. What is in a stack's file
is also set by \`npx pulumi config set --path homeport:network.subnet 172.30.70.0/24 --stack staging\`.

All of it is checked at preview: a value that cannot be used, an unknown key, two equal ports, or a port or
network that another stack's file already has. The error names the path, the file and a value that would do.

This page is generated from \`components/settings/schema.ts\` by \`npm run docs\`.
`;

function section(key: string, schema: z.ZodType): string {
  const rows = leaves(schema, [key]).map(
    ({ path, meaning, expected, fallback, example }) =>
      `| \`${path}\` | ${meaning} | ${expected} | ${fallback} | ${example} |`,
  );
  return `## ${key}

${schema.description ?? ""}

| Setting | Meaning | Value | Default | Example |
| --- | --- | --- | --- | --- |
${rows.join("\n")}
`;
}

function leaves(schema: z.ZodType, path: readonly string[]): Setting[] {
  const { shape, description, union } = unwrap(schema);
  if (shape) return Object.entries(shape).flatMap(([key, inner]) => leaves(inner, [...path, key]));
  if (union) return alternatives(union, path);
  return [
    {
      path: path.join("."),
      meaning: schema.description ?? description ?? "",
      ...expectation(schema, path),
      fallback: defaultOf(schema),
    },
  ];
}

/** The member that tells the alternatives of a union apart, and what each of them adds. */
function alternatives({ discriminator, options }: Union, path: readonly string[]): Setting[] {
  const names = options.map((option) => String(literalOf(unwrap(option).shape?.[discriminator])));
  const kind = [...path, discriminator].join(".");
  const which = {
    path: kind,
    meaning: "Which one.",
    expected: `one of ${names.join(", ")}`,
    fallback: "required",
    example: code(names[0]),
  };
  const rest = options.flatMap((option, at) =>
    Object.entries(unwrap(option).shape ?? {})
      .filter(([key]) => key !== discriminator)
      .flatMap(([key, inner]) => leaves(inner, [...path, key]))
      .map((setting) => ({ ...setting, meaning: `With ${discriminator} ${names[at]}: ${setting.meaning}` })),
  );
  return [which, ...rest];
}

const literalOf = (schema?: z.ZodType): unknown =>
  (schema as unknown as { def: { values: unknown[] } }).def.values[0];

interface Union {
  readonly discriminator: string;
  readonly options: readonly z.ZodType[];
}

interface Unwrapped {
  readonly shape?: Record<string, z.ZodType>;
  readonly union?: Union;
  readonly description?: string;
}

/** An object's members or a union's alternatives, below the defaults that are wrapped around them. */
function unwrap(schema: z.ZodType): Unwrapped {
  const { def } = schema as unknown as {
    def: Partial<Union> & { shape?: Record<string, z.ZodType>; innerType?: z.ZodType };
  };
  if (def.innerType) return unwrap(def.innerType);
  const { shape, discriminator, options } = def;
  const union = discriminator && options ? { discriminator, options } : undefined;
  return { shape, union, description: schema.description };
}

function defaultOf(schema: z.ZodType): string {
  const { success, data } = schema.safeParse(undefined);
  if (!success) return "required";
  return data === undefined ? "none" : code(data);
}

function expectation(schema: z.ZodType, path: readonly string[]): Pick<Setting, "expected" | "example"> {
  const said = schema.safeParse(impossible).error?.issues[0]?.message ?? "";
  const [, expected, example] = /^(?:"\?"|this) is not (.+); example: (.+)$/.exec(said) ?? [];
  if (!expected || !example) {
    throw new Error(`${path.join(".")}: its error does not say what is expected, with an example: ${said}`);
  }
  return { expected, example: code(example) };
}

const code = (value: unknown): string =>
  `\`${isPlainObject(value) ? stringify(value, flow).trim() : String(value)}\``;

const isPlainObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const flow = { collectionStyle: "flow" } as const;
