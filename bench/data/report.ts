import type { Report } from "../../commands/rehearse/report";
import { digits, ratios, shown, spreadOf } from "../report/spread";
import { table, targetTable } from "../report/table";
import type { Amount } from "./home";
import type { Restored, SetMade } from "./section";

/** All that was measured. */
export interface Measured {
  readonly first: SetMade;
  readonly unchanged: readonly SetMade[];
  readonly restores: readonly {
    readonly files: Restored;
    readonly plainFiles: number;
    readonly plainVerified: number;
    readonly database: Restored;
    readonly plainDatabase: number;
  }[];
  readonly rehearsedEmpty: number;
  readonly rehearsed: Report;
}

const mebibytes = (bytes: number): number => bytes / 2 ** 20;
const spread = (values: readonly number[]) => shown(spreadOf(values), digits);

export function report(measured: Measured, { files, fileBytes, rows }: Amount): string {
  const { first, unchanged, restores, rehearsedEmpty, rehearsed } = measured;
  const size = rehearsed.parts.find(({ service }) => service === "store")?.bytes ?? 0;
  const of = (pick: (one: Measured["restores"][number]) => number) => restores.map(pick);
  const brought = of((one) => one.files.brought);
  const loaded = of((one) => one.database.brought);
  return [
    `Seconds as min – median – max: of ${digits(mebibytes(files * fileBytes))} MiB of random bytes in ${digits(files)} files, and of a PostgreSQL database whose dump has ${digits(mebibytes(size))} MiB in ${digits(rows)} rows. The repository is a directory of the same disk. Plain is restic in a container without limits, into a volume of its own; of the database, its dump read by restic into \`pg_restore\`, with an empty database of the server in use.`,
    targetTable([
      {
        what: "Restore of files, beside what is in use and on the disk, / plain `restic restore`",
        atMost: 1.3,
        found: spreadOf(
          ratios(
            brought,
            of((one) => one.plainFiles),
          ),
        ),
      },
      {
        what: "Restore of the database, by a server of its own and counted, / plain `pg_restore`",
        atMost: 1.3,
        found: spreadOf(
          ratios(
            loaded,
            of((one) => one.plainDatabase),
          ),
        ),
      },
      {
        what: "Memory of the backup container, at most",
        atMost: 160,
        unit: " MiB",
        decides: "max",
        found: spreadOf([first, ...unchanged].map((one) => mebibytes(one.mostMemory))),
      },
    ]),
    table(
      ["A set", "files", "database", "all of it"],
      [
        ["first", digits(first.files), digits(first.database), digits(first.seconds)],
        [
          "nothing has changed",
          spread(unchanged.map((one) => one.files)),
          spread(unchanged.map((one) => one.database)),
          spread(unchanged.map((one) => one.seconds)),
        ],
      ],
    ),
    table(
      ["A restore", "seconds"],
      [
        ["files: the data beside those in use, and on the disk", spread(brought)],
        ["files: nobody is served", spread(of((one) => one.files.gap ?? 0))],
        [
          "files: plain, without and with `--verify`",
          `${spread(of((one) => one.plainFiles))}; ${spread(of((one) => one.plainVerified))}`,
        ],
        ["database: loaded beside the one in use, and counted", spread(loaded)],
        ["database: plain", spread(of((one) => one.plainDatabase))],
      ],
    ),
    table(
      ["A rehearsal of a home with two databases", "seconds"],
      [
        ["with no data but the servers' own", digits(rehearsedEmpty)],
        ["with all of these", digits(rehearsed.seconds)],
        ...rehearsed.parts.map(({ service, volume, seconds }) => [
          `· of which ${service}/${volume}`,
          digits(seconds),
        ]),
      ],
    ),
  ].join("\n\n");
}
