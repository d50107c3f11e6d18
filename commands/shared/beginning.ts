import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative } from "node:path";
import { npx } from "../../components/shared/npx";
import { quote } from "../../components/shared/shell";

/** What begins a home in a folder, as in the README; a package that came as a file is no registry's. */
export function beginLines(folder: string, project: string): string[] {
  const templates = join(dirname(createRequire(__filename).resolve("homeport/package.json")), "templates");
  const home = quote(relative(folder, join(templates, "home")));
  const from = installedFrom(folder);
  return [
    npx(`pulumi new ${home} --generate-only --yes --force --name ${project}`),
    from === undefined ? "npm install" : `npm install ${quote(from)}`,
  ];
}

function installedFrom(folder: string): string | undefined {
  const file = join(folder, "package.json");
  if (!existsSync(file)) return undefined;
  const { dependencies } = JSON.parse(readFileSync(file, "utf8")) as { dependencies?: { homeport?: string } };
  return /^file:(.*)/.exec(dependencies?.homeport ?? "")?.[1];
}
