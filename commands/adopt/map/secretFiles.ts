import { resolve } from "node:path";
import type { Project } from "../compose/project";
import { type Entry, isYes, itemsOf, member, textOf } from "../read/tree";
import { type Code, Expression, group, quoted } from "../write/code";
import type { Context } from "./draft";

/** Secrets and configs: files in the container whose content the project says. */
export const contents =
  (kind: "secrets" | "configs") =>
  ({ value }: Entry, context: Context): void => {
    const { draft, note, project, reading } = context;
    for (const item of itemsOf(value)) {
      const source = textOf(item) ?? textOf(member(item, "source")) ?? "";
      const target = textOf(member(item, "target")) ?? source;
      const declared = project[kind].get(source);
      const path = target.startsWith("/")
        ? target
        : kind === "secrets"
          ? `/run/secrets/${target}`
          : `/${target}`;
      const [uid, gid] = [textOf(member(item, "uid")), textOf(member(item, "gid"))];
      const named = declared && textOf(member(declared.value, "file"));
      const file = named === undefined ? undefined : resolve(project.folder, named);
      const content = declared && contentOf(kind, source, declared, project, context);
      if (content === undefined)
        note("lost", item.at, `${draft.service.name}: nothing says what is in ${kind}.${source}`);
      else
        draft.files.push(
          group({
            path,
            content,
            mode: modeOf(textOf(member(item, "mode"))) ?? (file && reading.files.runnable(file)),
            owner: uid === undefined && gid === undefined ? undefined : `${uid ?? 0}:${gid ?? 0}`,
          }),
        );
    }
  };

const modeOf = (text: string | undefined): string | undefined => {
  const octal = text?.replace(/^0o?/, "");
  return octal && /^[0-7]{3}$/.test(octal) ? `0${octal}` : undefined;
};

function contentOf(
  kind: "secrets" | "configs",
  source: string,
  { at, value }: Entry,
  project: Pick<Project, "folder">,
  { reading, fromHome }: Context,
): Code | undefined {
  const text = (key: string) => textOf(member(value, key));
  const [file, variable, content] = [text("file"), text("environment"), text("content")];
  const path = file === undefined ? undefined : resolve(project.folder, file);
  if (kind === "secrets") {
    const what = path === undefined ? `the secret ${source}` : undefined;
    const known =
      path !== undefined && reading.files.kind(path) === "file" ? reading.files.read(path) : undefined;
    const shown = path && reading.files.shown(path);
    return reading.settings.secret(
      source,
      known ?? (variable ? reading.variables[variable] : undefined),
      at,
      { file: shown, what, otherwise: `${source}_secret` },
    );
  }
  if (content !== undefined) return content;
  if (path !== undefined) return new Expression(`readFileSync(${quoted(fromHome(path))}, "utf8")`);
  if (isYes(member(value, "external")) || variable !== undefined)
    return reading.settings.plain(variable ?? source, at, { what: `the config ${source}` });
  return undefined;
}
