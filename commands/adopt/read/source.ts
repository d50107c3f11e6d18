import { existsSync, readFileSync, statSync } from "node:fs";
import { relative, resolve } from "node:path";
import { npx } from "../../../components/shared/npx";
import { Failure } from "../../shared/failure";

/** The files of a machine, as far as they are looked at. */
export interface Files {
  /** @throws Failure where it cannot be read. */
  readonly read: (path: string) => string;
  readonly kind: (path: string) => "file" | "directory" | "other" | undefined;
  /** A path as a person is told of it. */
  readonly shown: (path: string) => string;
}

/** The files that are there, told of as seen from a folder. */
export const filesSeenFrom = (folder: string): Files => ({
  read: (path) => {
    try {
      return readFileSync(path, "utf8");
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      const reason =
        code === "ENOENT"
          ? "there is no such file"
          : code === "EISDIR"
            ? "it is a folder"
            : `it cannot be read (${code})`;
      throw new Failure(
        `${shownFrom(folder, path)}: ${reason}; example: ${npx("homeport adopt compose.yml")}`,
      );
    }
  },
  kind: (path) => {
    if (!existsSync(path)) return undefined;
    const stat = statSync(path);
    return stat.isFile() ? "file" : stat.isDirectory() ? "directory" : "other";
  },
  shown: (path) => shownFrom(folder, path),
});

const shownFrom = (folder: string, path: string): string => {
  const seen = relative(folder, resolve(folder, path));
  return seen.startsWith("..") || seen === "" ? path : seen;
};
