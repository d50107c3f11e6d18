import { z } from "zod";
import { expecting, expectingKind } from "../shared/expecting";
import type { Fields } from "../shared/problems";

/** The files of a volume, as they are; an application that writes while they are read leaves some of one moment, some of another. */
export interface FilesBackup {
  readonly kind: "files";
  /**
   * Paths within the volume that are left out, with all below them.
   * @default none
   */
  readonly except?: readonly string[];
}

/** A volume with databases of SQLite: of each a copy is made that is of one moment, beside its other files. */
export interface SqliteBackup {
  readonly kind: "sqlite";
  /** The databases, as paths within the volume. */
  readonly files: readonly string[];
  /**
   * Paths within the volume that are left out, with all below them.
   * @default none
   */
  readonly except?: readonly string[];
}

/** How `Backups` backs a volume up. */
export type KeptBackup = FilesBackup | SqliteBackup;

/** What is said of a volume's backup: how `Backups` makes it; or in words what else does, or `none`. */
export type VolumeBackup = string | KeptBackup;

/** Whether it is `Backups` that backs the volume up. */
export const isKept = (backup: VolumeBackup | undefined): backup is KeptBackup =>
  typeof backup === "object" && backup !== null;

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
