import { npx } from "../../components/shared/npx";
import { Failure } from "./failure";
/** The value of a setting, or that it is a secret. */
export type Setting = { readonly secret: true } | { readonly secret: false; readonly value: unknown };

/** What is known of a stack's last update. */
export interface LastUpdate {
  readonly succeeded: boolean;
  /** When it ended, as ISO 8601 says it. */
  readonly ended: string;
  /** The commit that was deployed; absent where nobody knows it. */
  readonly commit: string | undefined;
  /** Whether the working tree had changes that no commit has. */
  readonly dirty: boolean;
  /** The stack's settings then, with their namespace. */
  readonly settings: Readonly<Record<string, Setting>>;
}

interface Entry {
  readonly kind: string;
  readonly result: string;
  readonly endTime?: string;
  readonly environment?: Readonly<Record<string, string>>;
  readonly config?: Readonly<Record<string, { value?: string; objectValue?: unknown; secret?: boolean }>>;
}

/**
 * Reads what `pulumi stack history --json` prints, newest first.
 * @returns the last update or destruction; nothing where there was none.
 * @throws Failure where that is no history.
 */
export function readHistory(printed: string): LastUpdate | undefined {
  const last = entriesOf(printed).find(({ kind }) => kind === "update" || kind === "destroy");
  if (!last || last.kind === "destroy") return undefined;
  const { result, endTime = "", environment = {}, config = {} } = last;
  return {
    succeeded: result === "succeeded",
    ended: endTime,
    commit: environment["git.head"],
    dirty: environment["git.dirty"] === "true",
    settings: Object.fromEntries(Object.entries(config).map(([key, entry]) => [key, settingOf(entry)])),
  };
}

function entriesOf(printed: string): readonly Entry[] {
  try {
    const entries = JSON.parse(printed);
    if (Array.isArray(entries)) return entries;
  } catch {}
  throw new Failure(`what "${npx("pulumi stack history")}" printed is no history, or is cut off`);
}

const settingOf = ({ value, objectValue, secret }: NonNullable<Entry["config"]>[string]): Setting =>
  secret ? { secret } : { secret: false, value: objectValue ?? value };
