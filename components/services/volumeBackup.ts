/** The files of a volume, as they are; an application that writes while they are read leaves some of one moment, some of another. */
export interface FilesBackup {
  readonly kind: "files";
  /**
   * Paths within the volume that are left out, with all below them. A restore leaves what is there.
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
   * Paths within the volume that are left out, with all below them. A restore leaves what is there.
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
