import type { Kept } from "../model/memory";
import type { Port } from "../read/facts";
import { code, list } from "./markdown";

const gibibyte = 1024;

/** An amount of memory as a person says it. */
export function memory(mebibytes: number): string {
  if (mebibytes < gibibyte) return `${mebibytes} MiB`;
  return `${Number((mebibytes / gibibyte).toFixed(1))} GiB`;
}

/** What containers may take of a host, and how much of that is for environments that the note is not about. */
export function budget(total: number, kept: readonly Kept[]): string {
  const all = kept.reduce((sum, one) => sum + one.memory, 0);
  const others = list(kept.map(({ environment }) => code(environment)));
  return `${memory(total)}${all > 0 ? `, ${memory(all)} of it kept for ${others}` : ""}`;
}

interface Reference {
  readonly repository: string;
  /** Tag and short digest. */
  readonly version: string;
}

/** An image reference in its parts; only the beginning of a digest tells something to a person. */
function referenceOf(image: string): Reference {
  const [, repository = image, tag = "", digest] =
    /^(.*?)(:[\w][\w.-]*)?(?:@(sha256:[0-9a-f]{12})[0-9a-f]+)?$/.exec(image) ?? [];
  return { repository, version: `${tag}${digest ? `@${digest}…` : ""}` };
}

/** The end of a repository is what tells it from others. */
const longestRepository = 60;

export function image(text: string): string {
  const { repository, version } = referenceOf(text);
  const short =
    repository.length > longestRepository ? `…${repository.slice(-longestRepository)}` : repository;
  return code(short + version);
}

/** Two images: of the same repository, what stands behind it is enough. */
export function imageChange(before: string, after: string): string {
  const [old, now] = [referenceOf(before), referenceOf(after)];
  const same = old.repository === now.repository && now.version !== "";
  return `${image(before)} → ${same ? code(now.version) : image(after)}`;
}

/** What a type is called, without the package that it is of. */
export function typeName(type: string): string {
  const name = type.slice(type.lastIndexOf(":") + 1);
  return type.startsWith("pulumi:providers:") ? `Provider ${name}` : name;
}

/** Something that Homeport has no word of its own for. */
export const resourceName = ({ type, name }: { readonly type: string; readonly name: string }): string =>
  `${code(name)} (${code(typeName(type))})`;

/** Where a port is published. */
export const port = ({ ip, external, protocol }: Port): string =>
  code(`${ip ?? "?"}:${external ?? "any"}${protocol === "tcp" ? "" : `/${protocol}`}`);
