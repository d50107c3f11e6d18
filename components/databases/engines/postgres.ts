import { defaultImages } from "../../shared/image";
import { type DatabaseEngine, hostOr, passwordFile, passwordInto, within } from "../engine";

const connect = `export PGHOST=${hostOr} PGUSER="$HOMEPORT_USER" PGDATABASE="$HOMEPORT_DATABASE" PGCONNECT_TIMEOUT=10; ${passwordInto("PGPASSWORD")}
ask() { psql -X -q -A -t -v ON_ERROR_STOP=1 -F "$(printf '\\t')" "$@"; }`;

/** Statements that count each table, which psql runs one by one. */
const countAll =
  "SELECT format('SELECT %L, count(*) FROM %I.%I', schemaname || '.' || tablename, schemaname, tablename) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1";

export const postgres: DatabaseEngine = {
  kind: "postgres",
  title: "PostgreSQL",
  defaultImage: defaultImages.postgres,
  port: 5432,
  defaultMemory: "512MiB",
  isNamed: true,
  series: 1,
  takesOlder: false,
  reserved: { databases: ["template0", "template1"], users: [] },
  // The image moved its data, so that several versions of them fit into one volume.
  dataPath: ([major = 0]) => (major >= 18 ? "/var/lib/postgresql" : "/var/lib/postgresql/data"),
  first: ({ database, user }, version) => ({
    POSTGRES_DB: database,
    POSTGRES_USER: user,
    POSTGRES_PASSWORD_FILE: passwordFile,
    PGDATA: postgres.dataPath(version),
  }),
  files: () => ({}),
  run: (memory) => [
    "postgres",
    ...Object.entries({
      shared_buffers: `${within(memory / 4, 16, 16_384)}MB`,
      effective_cache_size: `${within(memory / 2, 32, 65_536)}MB`,
      work_mem: `${within(memory / 128, 1, 64)}MB`,
      maintenance_work_mem: `${within(memory / 16, 16, 1024)}MB`,
      max_connections: within(memory / 5, 20, 200),
    }).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ],
  // Tables that are made and filled in one transaction are written once then, and not into the log as well. Nothing has to
  // outlast a power cut until all of it is there, and on the disk.
  loading: [
    "wal_level=minimal",
    "max_wal_senders=0",
    "fsync=off",
    "full_page_writes=off",
    "autovacuum=off",
  ].flatMap((setting) => ["-c", setting]),
  // Queries that run in parallel.
  sharedMemory: (memory) => within(memory / 4, 64, 4096),
  ready: `${connect}
[ "$(ask -c 'SELECT 1')" = 1 ]`,
  settle: `unset PGHOST; export PGUSER="$HOMEPORT_USER" PGDATABASE="$HOMEPORT_DATABASE"
psql -X -q -v ON_ERROR_STOP=1 <<'SQL'
\\set user \`printf %s "$HOMEPORT_USER"\`
\\set password \`cat "$HOMEPORT_PASSWORD_FILE"\`
ALTER ROLE :"user" PASSWORD :'password';
SQL`,
  dump: `${connect}
exec pg_dump -Fc -Z0 --no-owner --no-privileges --lock-wait-timeout=60s`,
  load: `${connect}
exec pg_restore --no-owner --no-privileges --exit-on-error --single-transaction -d "$HOMEPORT_DATABASE"`,
  counts: `${connect}
counted=$(printf '%s\\n' "${countAll} \\gexec" | ask) || exit
[ -z "$counted" ] || printf '%s\\n' "$counted" | LC_ALL=C sort`,
  ask: `${connect}
ask`,
  beside: `${connect}
ask <<'SQL'
SELECT 'the database ' || datname FROM pg_database WHERE NOT datistemplate AND datname NOT IN ('postgres', current_database())
UNION ALL SELECT 'the role ' || rolname FROM pg_roles WHERE rolname !~ '^pg_' AND rolname NOT IN ('postgres', current_user)
UNION ALL SELECT 'the setting ' || name || ' of ALTER SYSTEM' FROM pg_file_settings WHERE sourcefile LIKE '%/postgresql.auto.conf'
UNION ALL SELECT 'the setting ' || unnest(setconfig) || ' of ALTER DATABASE or ALTER ROLE' FROM pg_db_role_setting
ORDER BY 1;
SQL`,
  versionFiles: ["PG_VERSION"],
  url: ({ database, user, password }, host) =>
    `postgresql://${user}:${encodeURIComponent(password)}@${host}:5432/${database}`,
};
