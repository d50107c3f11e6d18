import { accessSync, constants, existsSync, statSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { rehearsedFile } from "../../components/backups/layout";
import { runIn } from "../backups/ask";
import type { FoundBackups } from "../backups/find";
import { Failure } from "../shared/failure";
import { renderJson } from "../shared/json";
import type { Variables } from "../shared/surroundings";
import type { Answer } from "../smoke/answers";
import type { Reached } from "./mail";

/** What a rehearsal has seen: the form of `rehearsal.json`. It has names and numbers, and none of the data. */
export interface Report {
  readonly version: 1;
  readonly project: string;
  readonly from: string;
  readonly to: string;
  /** When it ended; all times are as ISO 8601 says them. */
  readonly at: string;
  /** Whether all held, and the environment has the data. */
  readonly ok: boolean;
  /** What did not hold. @default nothing */
  readonly failed?: string;
  /** How long all of it took. */
  readonly seconds: number;
  readonly sets: readonly SetSeen[];
  readonly parts: readonly PartSeen[];
  /** How each name was answered through the farm. */
  readonly answers: readonly Answer[];
  /** Servers of mail that answered from within, as somebody has allowed. */
  readonly mail: readonly Reached[];
}

/** A set that was brought up. */
export interface SetSeen {
  readonly host: string;
  readonly set: string;
  /** When it was begun. */
  readonly time: string;
  readonly epoch: number;
  /** Whether all that is backed up was in it. */
  readonly complete: boolean;
}

/** A volume that was brought up. */
export interface PartSeen {
  readonly host: string;
  readonly service: string;
  readonly volume: string;
  readonly kind: "files" | "database";
  readonly files: number;
  readonly bytes: number;
  /** How long it took to bring it. */
  readonly seconds: number;
  /** Of a database. */
  readonly tables?: number;
  readonly rows?: number;
  /** Whether anything was run in it. */
  readonly scrubbed?: boolean;
  /** Whether it answered its own question well. @default it has none, or was not asked */
  readonly holds?: boolean;
}

/** @throws Failure where it could not be written, before anything is done. */
export function checkReport(folder: string, file: string): void {
  const path = resolve(folder, file);
  try {
    if (existsSync(path) && statSync(path).isDirectory()) throw new Error("it is a directory");
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK);
  } catch (error) {
    throw new Failure(`--report: ${file} cannot be written: ${(error as Error).message}`);
  }
}

/** Writes it where policies and notes look for it. */
export function writeReport(folder: string, file: string, report: Report): void {
  try {
    writeFileSync(resolve(folder, file), renderJson(report));
  } catch (error) {
    throw new Failure(`--report: ${file} cannot be written: ${(error as Error).message}`);
  }
}

/** Has what makes the backups remember it: `homeport status` and a monitor's page tell of it. */
export const remember = (from: FoundBackups, { at, ok, to }: Report, variables: Variables): Promise<string> =>
  runIn(
    from,
    `cat > ${rehearsedFile}.new <<'REHEARSED' && mv ${rehearsedFile}.new ${rehearsedFile}
${JSON.stringify({ at, ok, to })}
REHEARSED`,
    variables,
  );
