import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  Application,
  Comment,
  CommentTag,
  type Context,
  Converter,
  type DeclarationReflection,
  Logger,
  LogLevel,
  type ProjectReflection,
} from "typedoc";
import type { PluginOptions } from "typedoc-plugin-markdown";

const root = resolve(import.meta.dirname, "..");

/** The page's sections, on the road from the host to the farm, and the sources that each describes. */
const sections: Readonly<Record<string, RegExp>> = {
  Host: /^hosts/,
  Network: /^network/,
  Router: /^router/,
  Service: /^(containers|services)/,
  Application: /^applications/,
  Database: /^databases/,
  Farm: /^front/,
  Port: /^ports/,
  "Settings and outputs": /^(settings|summary)/,
  "Used by several": /./,
};

/** One page, with tables for what has many members. */
const format: Partial<PluginOptions> = {
  outputFileStrategy: "modules",
  hidePageHeader: true,
  parametersFormat: "table",
  interfacePropertiesFormat: "table",
  classPropertiesFormat: "table",
  typeDeclarationFormat: "table",
  tableColumnSettings: { hideModifiers: true, hideSources: true },
};

/** What the doc comments of everything that the package exports say. */
export interface ComponentDocs {
  readonly project: ProjectReflection;
  /** The generated page. */
  readonly page: string;
  /** What is exported and not documented, or mentioned and not exported. */
  readonly warnings: readonly string[];
}

/** Reads the doc comments of the package's entry point and writes the page from them. */
export async function readComponents(): Promise<ComponentDocs> {
  const app = await Application.bootstrapWithPlugins({
    entryPoints: [join(root, "components/index.ts")],
    tsconfig: join(root, "tsconfig.build.json"),
    plugin: ["typedoc-plugin-markdown"],
    name: "Components",
    readme: "none",
    logLevel: "Warn",
    excludeExternals: true,
    excludePrivate: true,
    excludeInternal: true,
    // Only to know which section a declaration belongs to.
    basePath: root,
    disableGit: true,
    gitRevision: "none",
    sourceLinkTemplate: "{path}",
    groupOrder: Object.keys(sections),
    sort: ["kind", "source-order"],
    kindSortOrder: ["Class", "Interface", "TypeAlias", "Function", "Variable"],
    requiredToBeDocumented: ["Class", "Interface", "Function", "TypeAlias", "Variable"],
    ...format,
  });
  const logger = new Collector();
  app.logger = logger;
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, assignSections);

  const project = await app.convert();
  if (!project) throw new Error(`the doc comments cannot be read:\n${logger.warnings.join("\n")}`);
  app.validate(project);
  leaveOut(project);
  return { project, page: await render(app, project), warnings: logger.warnings };
}

class Collector extends Logger {
  readonly warnings: string[] = [];

  override log(message: string, level: LogLevel): void {
    if (level >= LogLevel.Warn) this.warnings.push(message);
    super.log(message, level);
  }
}

function assignSections({ project }: Context): void {
  for (const declaration of project.children ?? []) {
    const source = (declaration.sources?.[0]?.fileName ?? "").replace(/^components\//, "");
    const section = Object.keys(sections).find((title) => sections[title]?.test(source)) ?? "";
    declaration.comment ??= new Comment();
    declaration.comment.blockTags.push(new CommentTag("@group", [{ kind: "text", text: section }]));
  }
}

/** That every component extends Pulumi's, and the line where it stands, is of no use to a reader. */
function leaveOut(project: ProjectReflection): void {
  for (const declaration of Object.values(project.reflections) as DeclarationReflection[]) {
    delete declaration.typeHierarchy;
    delete declaration.extendedTypes;
    for (const one of [declaration, ...(declaration.signatures ?? [])]) {
      delete one.overwrites;
      delete one.sources;
    }
  }
}

async function render(app: Application, project: ProjectReflection): Promise<string> {
  const directory = mkdtempSync(join(tmpdir(), "homeport-docs-"));
  try {
    await app.outputs.writeOutput({ name: "markdown", path: directory }, project);
    return readFileSync(join(directory, "README.md"), "utf8");
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
