import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { expecting, shown } from "../shared/expecting";
import { type Fields, type Problem, problemsOf } from "../shared/problems";
import { type Assignment, readDotEnv } from "./dotEnv";

/** A file of variables in the project's directory. */
export interface EnvironmentFile {
  /** Its path, from the project's directory on. */
  readonly file: string;
  /**
   * Which of its values are secrets: all of them, none, or those with these names, in which `*` stands for any
   * characters.
   * @default those whose names say so (PASSWORD, SECRET, TOKEN, KEY and others), and addresses with a password inside
   */
  readonly secret?: boolean | readonly string[];
}

const file = expecting("a path of a file with variables", '".env"');
const secret = expecting("true, false or a list of names", '["*_PASSWORD", "API_TOKEN"]');

const fileSchema = z.strictObject(
  {
    file: z.string(file).min(1, file),
    secret: z.union([z.boolean(), z.array(z.string())], secret).optional(),
  } satisfies Fields<EnvironmentFile>,
  expecting("a path, or a file", '".env" or { file: ".env", secret: true }'),
);

/** Files of variables, each of which is read: what is wrong in one is wrong here. */
export const environmentFilesSchema = z.array(
  z.unknown().superRefine((one, context) => {
    const given = typeof one === "string" ? { file: one } : one;
    const wrong = problemsOf(fileSchema, given);
    for (const { path, message } of wrong.length > 0 ? wrong : unreadable(given as EnvironmentFile))
      context.addIssue({ code: "custom", path: [...path], message });
  }),
  expecting("a list of files", '[".env"]'),
);

/** A variable of a file, and whether it is a secret. */
export interface FileVariable extends Assignment {
  readonly isSecret: boolean;
}

/** Reads a file that has been seen to be sound. */
export function variablesOf(given: string | EnvironmentFile): FileVariable[] {
  const { file: path, secret: which } = asFile(given);
  return readDotEnv(textOf(path)).assignments.map((one) => ({ ...one, isSecret: isSecret(one, which) }));
}

export const asFile = (given: string | EnvironmentFile): EnvironmentFile =>
  typeof given === "string" ? { file: given } : given;

/** Where a file of the project is. */
export const pathOf = (path: string): string => resolve(pulumi.getRootDirectory(), path);

const largest = 2 ** 20;

/** @throws Error in words for a person. */
function textOf(path: string): string {
  const bytes = readFileSync(pathOf(path));
  if (bytes.length > largest) throw new Error("it has more than 1 MiB");
  const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  if (text.includes("\0")) throw new Error("it has a byte of zero, as no text has");
  return text;
}

function unreadable({ file: path, secret: which }: EnvironmentFile): Problem[] {
  let text: string;
  try {
    text = textOf(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why =
      code === "ENOENT"
        ? `there is no such file in ${pulumi.getRootDirectory() || "."}`
        : code === "ERR_ENCODING_INVALID_ENCODED_DATA"
          ? "it is not UTF-8"
          : message;
    return [{ path: [], message: `${shown(path)} cannot be read: ${why}; example: ".env"` }];
  }
  const { assignments, problems } = readDotEnv(text);
  const names = Array.isArray(which) ? which : [];
  return [
    ...problems.map(({ line, message }) => ({ path: [], message: `${path}, line ${line}: ${message}` })),
    ...names
      .filter((pattern) => !assignments.some(({ name }) => fits(pattern, name)))
      .map((pattern) => ({
        path: ["secret"],
        message: `${path} has no variable ${shown(pattern)}; it has ${assignments.map(({ name }) => name).join(", ") || "none"}`,
      })),
  ];
}

function isSecret({ name, value }: Assignment, which: EnvironmentFile["secret"]): boolean {
  if (value === "") return false;
  if (which === undefined) return telling.test(name) || /\/\/[^/\s@]*:[^/\s@]+@/.test(value);
  return typeof which === "boolean" ? which : which.some((pattern) => fits(pattern, name));
}

/** One too many is harmless: the application has its value all the same. */
const telling = /pass|secret|token|key|credential|private|salt|dsn|auth|signature|cert/i;

const fits = (pattern: string, name: string): boolean =>
  new RegExp(`^${pattern.split("*").map(literal).join(".*")}$`).test(name);

const literal = (text: string): string => text.replace(/[.[\]{}()^$+?|\\/-]/g, "\\$&");
