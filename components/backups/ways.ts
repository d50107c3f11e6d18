import type { BackupsArgs } from "./args";
import { type BackupScript, renderLibrary } from "./script";

/** All by which another machine than the one that makes sets reaches its repositories: for the day on which that is gone. */
export interface Ways {
  readonly library: string;
  readonly secrets: Readonly<Record<string, string>>;
  /** Repositories in the order of their numbers, as people call them. */
  readonly places: readonly { readonly shown: string; readonly isDirectory: boolean }[];
}

export const waysOf = (
  { repository, copies = [] }: Pick<BackupsArgs, "repository" | "copies">,
  { places }: Pick<BackupScript, "places">,
  secrets: Readonly<Record<string, string>>,
): Ways => ({
  library: renderLibrary({ places }),
  secrets,
  places: [repository, ...copies].map(({ kind }, at) => ({
    shown: places[at]?.shown ?? "",
    isDirectory: kind === "directory",
  })),
});
