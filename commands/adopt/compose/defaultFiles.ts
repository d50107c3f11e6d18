import { basename, join } from "node:path";
import { npx } from "../../../components/shared/npx";
import { Failure } from "../../shared/failure";
import type { Reading } from "./project";

/** What a person would name: the file of a folder, with the one that Compose puts on top of it by itself. */
export function defaultFiles({ files }: Reading, path: string): readonly string[] {
  const found =
    files.kind(path) === "directory"
      ? usual.map((name) => join(path, name)).find((one) => files.kind(one) === "file")
      : path;
  if (found === undefined)
    throw new Failure(
      `${files.shown(path)}: there is no Compose file in this folder; example: ${npx(`homeport adopt ${path}/compose.yml`)}`,
    );
  const override = usual.includes(basename(found)) ? found.replace(/\.(ya?ml)$/, ".override.$1") : undefined;
  return override !== undefined && files.kind(override) === "file" ? [found, override] : [found];
}

const usual = ["compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml"];
