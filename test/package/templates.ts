import { cpSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

/** Projects to begin with, in the checkout and in the package. */
export const templatesFolder = resolve(__dirname, "../../templates");

export const templateNames = readdirSync(templatesFolder).sort();

/** Copies a template as `pulumi new` does, with a name in place of the one that it asks for; names of files have no description. */
export function begin(template: string, folder: string, project: string): void {
  cpSync(template, folder, { recursive: true });
  for (const file of readdirSync(folder)) {
    const path = join(folder, file.replace(/\$\{PROJECT\}/, project).replace(/\$\{DESCRIPTION\}/, ""));
    renameSync(join(folder, file), path);
    const text = readFileSync(path, "utf8");
    writeFileSync(
      path,
      text.replace(/\$\{(PROJECT|DESCRIPTION)\}/g, (_, which) => (which === "PROJECT" ? project : "A home")),
    );
  }
}
