import { basename } from "node:path";
import { marksIn } from "../env/marks";
import type { Spot } from "../notes";
import { keyOf } from "./units";

/** Where data is, as the file has it. */
export interface FoundPlace {
  readonly key: string;
  readonly kind: "existing" | "directory" | "own";
  /** The engine's name of the volume, or the directory. */
  readonly name: string;
  readonly at: Spot;
  readonly comment?: string;
  /** Containers that have it, by their keys, and which of them write. */
  readonly users: Set<string>;
  /** Whether several of one container write there at once. */
  shared?: boolean;
}

/** Last parts of paths that say nothing. */
const generic = new Set(
  "data db config conf lib html www app storage volume volumes cache root etc var".split(" "),
);

/** Where the containers of an application have their data, each place once. */
export class Places {
  readonly #byName = new Map<string, FoundPlace>();

  get all(): readonly FoundPlace[] {
    return [...this.#byName.values()];
  }

  /** A named volume. */
  volume(name: string, real: string, user: string, at: Spot, comment?: string): FoundPlace {
    return this.#use(`volume ${real}`, { kind: "existing", name: real, at, comment }, [keyOf(name)], user);
  }

  /** A volume that the program makes. */
  own(user: string, path: string, at: Spot): FoundPlace {
    return this.#use(`own ${user} ${path}`, { kind: "own", name: "", at }, directoryNames(path, user), user);
  }

  /** A directory of the host. */
  directory(path: string, user: string, at: Spot, comment?: string): FoundPlace {
    return this.#use(
      `directory ${path}`,
      { kind: "directory", name: path, at, comment },
      directoryNames(path, user),
      user,
    );
  }

  #use(
    id: string,
    place: Omit<FoundPlace, "key" | "users">,
    names: readonly string[],
    user: string,
  ): FoundPlace {
    const found = this.#byName.get(id) ?? {
      ...place,
      key: this.#free([...names, `${user}-${names.at(-1)}`]),
      users: new Set(),
    };
    this.#byName.set(id, found);
    found.users.add(user);
    return found;
  }

  #free(names: readonly string[]): string {
    const taken = new Set(this.all.map(({ key }) => key));
    const free = names.find((name) => !taken.has(name));
    if (free) return free;
    const [first = "data"] = names;
    for (let number = 2; ; number += 1) if (!taken.has(`${first}-${number}`)) return `${first}-${number}`;
  }
}

/** A directory is called after its last part, and where that says nothing after the container, too. */
function directoryNames(path: string, user: string): string[] {
  const [mark] = marksIn(path);
  const last = keyOf(basename(path).includes("\uE000") ? (mark?.name ?? "data") : basename(path));
  return generic.has(last) || last === user
    ? [`${user}-${last === user ? "data" : last}`]
    : [last, `${user}-${last}`];
}
