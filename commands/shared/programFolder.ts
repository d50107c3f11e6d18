import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { parse } from "yaml";

/**
 * Where a project's program starts: what a state says of files, as of the keys of hosts, is seen from there.
 * @param folder the project's
 */
export function programFolder(folder: string): string {
  const file = ["Pulumi.yaml", "Pulumi.yml"].map((name) => join(folder, name)).find((one) => existsSync(one));
  const { main } = (file === undefined ? {} : (parse(readFileSync(file, "utf8")) ?? {})) as {
    main?: unknown;
  };
  if (typeof main !== "string") return folder;
  const program = join(folder, main);
  if (!existsSync(program)) return folder;
  return statSync(program).isDirectory() ? program : dirname(program);
}
