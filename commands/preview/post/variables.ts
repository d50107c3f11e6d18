import { z } from "zod";
import { missing } from "../../../components/shared/expecting";
import { Failure } from "../../shared/failure";
import type { Variables } from "../../shared/surroundings";

/** What a variable of a pipeline has to be, and an example. */
const kinds = {
  url: [/^https?:\/\/\S+$/, "the address of an API", "https://gitlab.example.org/api/v4"],
  project: [/^(\d+|[\w.-]+\/[\w./-]+)$/, "a project", "12"],
  number: [/^[1-9]\d*$/, "the number of a merge request", "7"],
  token: [/^[\x21-\x7e]+$/, "a token", "a project access token of a protected, masked variable"],
} as const;

/** The names of a variable, the first that is set counts, and what it has to be. */
export type Wanted = Readonly<Record<string, readonly [kind: keyof typeof kinds, ...names: string[]]>>;

/**
 * Takes what is needed from a pipeline's variables.
 * @throws Failure that names each that is missing or not usable, and never shows a token.
 */
export function take<W extends Wanted>(variables: Variables, wanted: W): Record<keyof W, string> {
  const problems: string[] = [];
  const entries = Object.entries(wanted).map(([key, [kind, ...names]]) => {
    const name = names.find((one) => variables[one]) ?? names[0] ?? "";
    const [pattern, expected, example] = kinds[kind];
    const value = (variables[name] ?? "").trim();
    if (!z.string().regex(pattern).safeParse(value).success) {
      const found = kind === "token" ? "this" : JSON.stringify(value);
      const told =
        value === "" ? missing(expected, example) : `${found} is not ${expected}; example: ${example}`;
      problems.push(`${names.join(" or ")}: ${told}`);
    }
    return [key, value] as const;
  });
  if (problems.length > 0) throw new Failure(problems.join("\n"));
  return Object.fromEntries(entries) as Record<keyof W, string>;
}
