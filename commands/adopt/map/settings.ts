import { mark } from "../env/marks";
import type { Spot } from "../notes";

/** Something that each stack says for itself. */
export interface Setting {
  readonly name: string;
  readonly secret: boolean;
  /** Where its value is at this moment, or where it is wanted. */
  readonly at: Spot;
  /** Whether there is a value in the place. */
  readonly known: boolean;
  /** A file that is the value. */
  readonly file?: string;
  /** What is to be written there; of secrets it is not told. @default only a person knows it */
  readonly example?: string;
  /** What it is, for a person who has to say it. */
  readonly what?: string;
}

/** What more is known of a setting. */
type More = Partial<Pick<Setting, "file" | "example" | "what">> & {
  /** Its name where the first one has another value. */
  readonly otherwise?: string;
};

/** The settings of a program, each value once. */
export class Settings {
  readonly #all = new Map<string, Setting>();
  readonly #bySecret = new Map<string, string>();
  readonly #secrets = new Map<string, string>();

  get all(): readonly Setting[] {
    return [...this.#all.values()];
  }

  /** The secrets' values by their names: to find them in other texts, never to show them. */
  get values(): ReadonlyMap<string, string> {
    return this.#secrets;
  }

  /**
   * A value that nobody may read; one that is used twice is one.
   * @param name what the file calls it
   * @returns what stands for it in a text
   */
  secret(name: string, value: string | undefined, at: Spot, more: More = {}): string {
    const known = value === undefined ? undefined : this.#bySecret.get(value);
    const found = known ?? this.#secretOf(camel(name), value, at, more);
    if (value !== undefined) {
      this.#bySecret.set(value, found);
      this.#secrets.set(found, value);
    }
    return mark({ secret: true, name: found });
  }

  #secretOf(name: string, value: string | undefined, at: Spot, { otherwise, ...more }: More): string {
    const same = this.#all.get(name);
    if (value === undefined && same?.secret && !same.known) return name;
    const wanted = same && otherwise ? camel(otherwise) : name;
    return this.#add({ ...more, name: wanted, secret: true, at, known: value !== undefined });
  }

  /** A value that only a person knows, or that is another one in each environment. */
  plain(name: string, at: Spot, { otherwise, ...more }: More = {}): string {
    const wanted = camel(name);
    const same = this.#all.get(wanted);
    const found =
      same && !same.secret && same.example === more.example
        ? wanted
        : this.#add({ ...more, name: wanted, secret: false, at, known: false });
    return mark({ secret: false, name: found });
  }

  #add(setting: Setting): string {
    let { name } = setting;
    for (let number = 2; this.#all.has(name); number += 1) name = `${setting.name}${number}`;
    this.#all.set(name, { ...setting, name });
    return name;
  }
}

/** Names that mean something else where a program is written. */
const taken = new Set([
  "config",
  "router",
  "pulumi",
  "import",
  "new",
  "return",
  "default",
  "const",
  "function",
  "class",
  "delete",
  "in",
  "switch",
  "package",
  "private",
  "public",
  "static",
  "export",
  "enum",
  "export",
]);

/** `DB_PASSWORD` and `db-password` as a program calls it: `dbPassword`. */
export function camel(name: string): string {
  const words = name.split(/[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])/).filter(Boolean);
  const text = words
    .map((word, index) => {
      const lower = word.toLowerCase();
      return index === 0 ? lower : `${lower[0]?.toUpperCase()}${lower.slice(1)}`;
    })
    .join("");
  return taken.has(text) || !/^[a-z]/.test(text) ? `${/^[a-z]/.test(text) ? "" : "the"}${text}Value` : text;
}
