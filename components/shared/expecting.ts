import { hasMark, late } from "./late";

const longest = 120;

/** @returns a value as an error shows it. */
export function shown(value: unknown): string {
  if (value === undefined) return "nothing";
  if (value === late) return "what is known at deployment only";
  if (typeof value === "function") return "a function";
  if (hasMark(value, "__pulumiResource")) return `a ${nameOfType(value)}`;
  if (typeof value !== "object")
    return typeof value === "string" ? short(JSON.stringify(value)) : String(value);
  return short(JSON.stringify(value, plain));
}

const short = (text: string): string => (text.length > longest ? `${text.slice(0, longest)}…` : text);

const nameOfType = (resource: object): string => resource.constructor.name;

/** What JSON has no form for, and what would not end. */
const plain = (_: string, value: unknown): unknown =>
  value === late ||
  typeof value === "function" ||
  typeof value === "bigint" ||
  hasMark(value, "__pulumiResource")
    ? shown(value)
    : value;

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
