import { defaultImages } from "../../shared/image";
import { type DatabaseEngine, hostOr, passwordFile, passwordInto, secretsMount, within } from "../engine";

/** What the two have in common, which were one. */
interface Flavour
  extends Pick<DatabaseEngine, "kind" | "title" | "defaultImage" | "versionFiles">,
    Pick<Programs, "server" | "client" | "dumper"> {
  /** What the image's variables begin with. */
  readonly prefix: string;
  /** Further words of the server, with so much memory. */
  readonly words: (memory: number) => readonly string[];
  /** Further words of all that connects. */
  readonly connected: string;
  /** Further words of the program that dumps. */
  readonly dumped: readonly string[];
}

interface Programs {
  readonly server: string;
  readonly client: string;
  readonly dumper: string;
}

const tables = "FROM information_schema.tables WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'";
const countAll = `SELECT CONCAT('SELECT ', QUOTE(table_name), ', COUNT(*) FROM ', CHAR(96), REPLACE(table_name, CHAR(96), REPEAT(CHAR(96), 2)), CHAR(96), ';') ${tables} ORDER BY table_name`;
const firstOfAnother = `SELECT CONCAT('the table ', table_name, ' is of ', engine) ${tables} AND engine <> 'InnoDB' LIMIT 1`;

/** A server that speaks MySQL's language. */
export function sqlEngine(flavour: Flavour): DatabaseEngine {
  const {
    kind,
    title,
    defaultImage,
    prefix,
    server,
    client,
    dumper,
    words,
    dumped,
    connected,
    versionFiles,
  } = flavour;
  const connect = `${passwordInto("MYSQL_PWD")}
set -- --protocol=tcp ${connected}--host=${hostOr} --user="$HOMEPORT_USER"
ask() { ${client} --default-character-set=utf8mb4 --batch --raw --skip-column-names "$@" "$HOMEPORT_DATABASE"; }`;
  return {
    kind,
    title,
    defaultImage,
    port: 3306,
    defaultMemory: "512MiB",
    isNamed: true,
    series: 2,
    takesOlder: false,
    reserved: {
      databases: ["mysql", "information_schema", "performance_schema", "sys"],
      users: ["root", "mysql", "healthcheck"],
    },
    dataPath: () => "/var/lib/mysql",
    // MariaDB calls each directory a database. MySQL looks for files of tables in all of them, and does not start where two are one.
    takesAll: true,
    first: ({ database, user }) => ({
      [`${prefix}_DATABASE`]: database,
      [`${prefix}_USER`]: user,
      [`${prefix}_PASSWORD_FILE`]: passwordFile,
      // A random one would stand in the log. From within the container alone: whoever is there has the user's, too.
      [`${prefix}_ROOT_PASSWORD_FILE`]: passwordFile,
      [`${prefix}_ROOT_HOST`]: "localhost",
    }),
    // At the very first start there is no such user yet, and the image makes it. Root's password is the image's affair.
    files: ({ user, password }) => ({
      [`${secretsMount}/start.sql`]: `ALTER USER IF EXISTS '${user}'@'%' IDENTIFIED BY '${password}';\n`,
    }),
    // Else each statement of a dump waits for the disk.
    loading: ["--innodb-flush-log-at-trx-commit=0"],
    run: (memory) => [
      server,
      `--init-file=${secretsMount}/start.sql`,
      `--innodb-buffer-pool-size=${within(memory * 0.4, 24, 65_536)}M`,
      `--max-connections=${within(memory / 5, 20, 200)}`,
      `--tmp-table-size=${within(memory / 32, 1, 64)}M`,
      `--max-heap-table-size=${within(memory / 32, 1, 64)}M`,
      ...words(memory),
    ],
    ready: `${connect}
[ "$(ask "$@" -e 'SELECT 1')" = 1 ]`,
    dump: `${connect}
other=$(ask "$@" -e "${firstOfAnother}") || exit
[ -z "$other" ] || [ "\${HOMEPORT_NON_TRANSACTIONAL:-}" = yes ] || { echo "$other, which knows no transactions: what is written while it is dumped is of another moment. ALTER TABLE … ENGINE=InnoDB, or accept it by nonTransactional: true" >&2; exit 1; }
exec ${[dumper, '"$@"', "--single-transaction", "--quick", "--routines", "--events", "--triggers", "--hex-blob", "--skip-dump-date", "--default-character-set=utf8mb4", ...dumped].join(" ")} "$HOMEPORT_DATABASE"`,
    // Views and routines may be somebody else's, as whom root alone may make them. It is told the same password at the first start.
    load: `${connect}
ask "$@" --protocol=socket --host=localhost --user=root`,
    counts: `${connect}
counting=$(ask "$@" -e "${countAll}") || exit
[ -n "$counting" ] || exit 0
counted=$(printf '%s\\n' "$counting" | ask "$@") || exit
printf '%s\\n' "$counted" | LC_ALL=C sort`,
    ask: `${connect}
ask "$@"`,
    // Root sees all. Where its password is another one, the user sees its own.
    beside: `${connect}
others() { ask "$@" <<SQL
SELECT CONCAT('the database ', schema_name) FROM information_schema.schemata WHERE schema_name NOT IN ('mysql', 'information_schema', 'performance_schema', 'sys', DATABASE()) AND schema_name NOT LIKE '#%' ORDER BY 1;
SQL
}
users() { ask "$@" <<SQL
SELECT CONCAT('the user ', user, '@', host) FROM mysql.user WHERE user NOT IN ('', 'root', 'healthcheck', 'PUBLIC', '$HOMEPORT_USER') AND user NOT LIKE 'mariadb.%' AND user NOT LIKE 'mysql%' ORDER BY 1;
SQL
}
set -- "$@" --protocol=socket --host=localhost --user=root
others "$@" 2>/dev/null && users "$@" && exit
set -- --protocol=tcp ${connected}--host=${hostOr} --user="$HOMEPORT_USER"
others "$@"`,
    versionFiles,
    url: ({ database, user, password }, host) =>
      `mysql://${user}:${encodeURIComponent(password)}@${host}:3306/${database}`,
  };
}

export const mariadb = sqlEngine({
  kind: "mariadb",
  title: "MariaDB",
  defaultImage: defaultImages.mariadb,
  prefix: "MARIADB",
  server: "mariadbd",
  client: "mariadb",
  dumper: "mariadb-dump",
  // By itself 128 MB, for temporary tables on disk.
  words: (memory) => [`--aria-pagecache-buffer-size=${within(memory / 32, 8, 128)}M`],
  // It would warn each time that it cannot.
  connected: "--skip-ssl-verify-server-cert ",
  dumped: [],
  versionFiles: ["mariadb_upgrade_info", "mysql_upgrade_info"],
});

export const mysql = sqlEngine({
  kind: "mysql",
  title: "MySQL",
  defaultImage: defaultImages.mysql,
  prefix: "MYSQL",
  server: "mysqld",
  client: "mysql",
  dumper: "mysqldump",
  // What it measures of itself takes 200 MB.
  words: (memory) => (memory < 2048 ? ["--performance-schema=OFF"] : []),
  connected: "",
  dumped: ["--no-tablespaces", "--set-gtid-purged=OFF"],
  versionFiles: ["mysql_upgrade_history", "mysql_upgrade_info"],
});
