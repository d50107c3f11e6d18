import { z } from "zod";
import { expecting } from "../shared/expecting";
import { type Fields, problemsOf } from "../shared/problems";
import { pathSchema, sizeSchema, yesOrNo } from "../shared/schemas";
import { type MemorySize, toMebibytes } from "../shared/size";

/** A directory in a container's memory, empty at each start. */
export interface TemporaryDirectory {
  /** Absolute path in the container. */
  readonly path: string;
  /**
   * Whether programs can be run from it.
   * @default false
   */
  readonly exec?: boolean;
  /**
   * How much fits in. It is part of the container's memory.
   * @default as much as the container's memory
   */
  readonly size?: MemorySize;
  /**
   * Its mode, in octal digits. The directory is root's: another user needs a mode that lets it in.
   * @default 1777, for every user
   */
  readonly mode?: string;
}

const path = pathSchema("an absolute path", "/tmp");
const mode = expecting("a mode as a text of three or four octal digits", '"0700"');

const directorySchema = z.strictObject(
  {
    path,
    exec: yesOrNo(true).optional(),
    size: sizeSchema("64MiB").optional(),
    mode: z
      .string(mode)
      .regex(/^[0-7]{3,4}$/, mode)
      .optional(),
  } satisfies Fields<TemporaryDirectory>,
  expecting("a path, or a directory in memory", '"/tmp" or { path: "/tmp", exec: true, size: "64MiB" }'),
);

/** Paths in memory, with what is to be different there. */
export const temporarySchema = z.array(
  z.unknown().superRefine((one, context) => {
    for (const { path: at, message } of problemsOf(typeof one === "string" ? path : directorySchema, one))
      context.addIssue({ code: "custom", path: [...at], message });
  }),
  expecting("a list of paths", '["/tmp"]'),
);

/** A path alone is a directory too. */
export const asDirectory = (one: string | TemporaryDirectory): TemporaryDirectory =>
  typeof one === "string" ? { path: one } : one;

/** Directories in memory by their paths, each with what the engine would do otherwise. */
export const renderTemporary = (all: readonly (string | TemporaryDirectory)[]): Record<string, string> =>
  Object.fromEntries(all.map(asDirectory).map((one) => [one.path, optionsOf(one)]));

const optionsOf = ({ exec, size, mode: bits }: TemporaryDirectory): string =>
  [
    ...(exec ? ["exec"] : []),
    ...(size === undefined ? [] : [`size=${toMebibytes(size)}m`]),
    ...(bits === undefined ? [] : [`mode=${bits}`]),
  ].join(",");
