import { isGroup } from "./marks";

const longest = 120;

/** @returns a value as an error shows it. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  return untold(value) ?? short(JSON.stringify(value, (_, one) => untold(one) ?? one));
}

const short = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

/** Words for what JSON has no form for. */
function untold(value: unknown): string | undefined {
  switch (typeof value) {
    case "symbol":
      return value.description;
    case "function":
      return "a function";
    case "bigint":
      return String(value);
    case "number":
      return Number.isFinite(value) ? undefined : String(value);
    case "object":
      return value === null || Array.isArray(value) || isGroup(value)
        ? undefined
        : `a ${value.constructor.name}`;
    default:
      return undefined;
  }
}

/** What a check tells of a value that is not as it should be. */
export interface Found {
  readonly code?: string;
  /** The type that is expected, where it is the type that is wrong. */
  readonly expected?: string;
  readonly input?: unknown;
}

/** A check whose message says what was found, what is expected, and one example. */
export const expecting = (expected: string, example: string) => ({
  error: (found: Found) => {
    if (found.input === undefined || found.input === null) return absent(found.input, expected, example);
    return `${shown(found.input)} is not ${expected}${quotes(found)}; example: ${example}`;
  },
});

/** The same for what may be a secret: what was found is not shown. */
export const expectingUnseen = (expected: string, example: string) => ({
  error: ({ input }: Found) =>
    input === undefined || input === null
      ? absent(input, expected, example)
      : `what is given is not ${expected}; example: ${example}`,
});

/** The same for one of several groups, which a member tells apart. */
export const expectingKind = (member: string, kind: string, names: readonly string[], example: string) => {
  const kinds = `${kind} (${names.join(", ")})`;
  return {
    error: (found: Found) =>
      found.code === "invalid_union"
        ? expecting(kinds, example).error({ input: memberOf(found.input, member) })
        : expecting(`a group with ${kinds} as its ${member}`, example).error(found),
  };
};

const memberOf = (group: unknown, member: string): unknown => (group as Record<string, unknown>)[member];

/** What is said of something that has to be there. */
export const missing = (expected: string, example: string): string =>
  `it is missing, and has to be ${expected}; example: ${example}`;

const absent = (input: undefined | null, expected: string, example: string): string =>
  input === null ? `it is empty, and has to be ${expected}; example: ${example}` : missing(expected, example);

/** Without its quotes, a text may be what is expected. */
function quotes({ code, expected, input }: Found): string {
  const isMeant = code === "invalid_type" && typeof input === "string" && isWritten(input, expected);
  return isMeant ? " but a text: write it without quotes" : "";
}

const isWritten = (text: string, type: string | undefined): boolean =>
  type === "boolean"
    ? text === "true" || text === "false"
    : type === "number" && /^-?\d+(\.\d+)?$/.test(text);
