import { z } from "zod";
import { expecting, expectingKind } from "../shared/expecting";
import type { Fields } from "../shared/problems";
import type { FilesBackup, SqliteBackup } from "./volumeBackup";

const words = expecting(
  "how the volume is backed up, or in words by what",
  '{ kind: "files" }, "restic, every night" or "none"',
);
const inVolume = expecting("a path within the volume, without *, ?, [ and \\", '"cache"');

const insideSchema = z
  .string(inVolume)
  .regex(/^(?![/])(?!(?:.*\/)?\.{1,2}(?:\/|$))(?!.*\/\/)[^*?[\]\\:\n]*[^*?[\]\\:\n/]$/, inVolume);

const pathsSchema = (example: string) =>
  z
    .array(insideSchema, expecting("a list of paths within the volume", example))
    .min(1, expecting("a list of paths within the volume", example));

const keptSchema = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("files"),
      except: pathsSchema('["cache"]').optional(),
    } satisfies Fields<FilesBackup>),
    z.strictObject({
      kind: z.literal("sqlite"),
      files: pathsSchema('["app.db"]'),
      except: pathsSchema('["cache"]').optional(),
    } satisfies Fields<SqliteBackup>),
  ],
  expectingKind("kind", "a kind of backup", ["files", "sqlite"], '{ kind: "files" }'),
);

/** What may be said of a volume's backup. */
export const volumeBackupSchema = z.union([z.string(words).regex(/\S/, words), keptSchema], words);
