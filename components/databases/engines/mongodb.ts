import { defaultImages } from "../../shared/image";
import { type DatabaseEngine, hostOr, passwordFile, passwordInto } from "../engine";

/** A directory for as long as the shell runs. */
const work = `umask 077
work=$(mktemp -d) && trap 'rm -rf "$work"' EXIT || exit`;

/**
 * The programs of its tools read a password from a file alone, or from a command line. What they say is how far they are; why
 * they fail is one line among these, which `--quiet` leaves out too.
 */
const connect = `${work}
${passwordInto("password")}
printf 'password: "%s"\\n' "$password" > "$work/config" || exit
set -- --config="$work/config" --host=${hostOr} --username="$HOMEPORT_USER" --authenticationDatabase=admin
told() { "$@" 2> "$work/said" || { status=$?; { grep -o 'Failed: .*' "$work/said" || tail -n 3 "$work/said"; } >&2; return $status; }; }`;

/** Its shell keeps a log of each call in the home directory, which the image has among the data. */
const shell = `${work}
export HOME="$work"
mongosh --quiet --nodb --eval`;

/** What its shell, which reads the password by itself, does first: in a block, so that nothing but `db` is left of it. */
const connected = (program = "") => `'{
const { readFileSync } = require("fs");
const { HOMEPORT_USER: user, HOMEPORT_DATABASE: name, HOMEPORT_PASSWORD_FILE: file, HOMEPORT_HOST: host = "127.0.0.1" } = process.env;
const password = encodeURIComponent(readFileSync(file, "utf8"));
db = connect("mongodb://" + user + ":" + password + "@" + host + ":27017/" + name + "?authSource=admin");
${program}
}'`;

/** Runs a program of the shell's language. */
const ask = (program: string): string => `${shell} ${connected(program)}`;

export const mongodb: DatabaseEngine = {
  kind: "mongodb",
  title: "MongoDB",
  defaultImage: defaultImages.mongodb,
  port: 27017,
  defaultMemory: "512MiB",
  isNamed: true,
  series: 2,
  takesOlder: false,
  reserved: { databases: ["admin", "local", "config"], users: [] },
  dataPath: () => "/data/db",
  alsoDeclares: ["/data/configdb"],
  first: ({ database, user }) => ({
    MONGO_INITDB_DATABASE: database,
    MONGO_INITDB_ROOT_USERNAME: user,
    MONGO_INITDB_ROOT_PASSWORD_FILE: passwordFile,
  }),
  files: () => ({}),
  run: (memory) => [
    "mongod",
    "--wiredTigerCacheSizeGB",
    String(Math.max(0.25, Math.floor((memory / 1024) * 40) / 100)),
  ],
  ready: ask("if (db.runCommand({ ping: 1 }).ok !== 1) quit(1);"),
  dump: `${connect}
told mongodump "$@" --archive --db="$HOMEPORT_DATABASE"`,
  // By itself it goes on after a document that is refused. Another environment's database may have another name.
  load: `${connect}
told mongorestore "$@" --archive --stopOnError --bypassDocumentValidation --nsFrom='$db$.$all$' --nsTo="$HOMEPORT_DATABASE.\\$all\\$"`,
  counts: ask(
    'db.getCollectionInfos({ type: "collection" }).map((one) => one.name).filter((one) => !one.startsWith("system.")).sort().forEach((one) => print(one + "\\t" + db.getCollection(one).countDocuments({})));',
  ),
  // Not by `eval`: of what that is given, the shell waits for no answer of the server. It writes what the last statement gives.
  ask: `text=$(cat) || exit
${shell} ${connected()} --eval "$text"`,
  beside: ask(
    'db.adminCommand({ listDatabases: 1, nameOnly: true }).databases.map((one) => one.name).filter((one) => !["admin", "config", "local", name].includes(one)).sort().forEach((one) => print("the database " + one));',
  ),
  versionFiles: [],
  url: ({ database, user, password }, host) =>
    `mongodb://${user}:${encodeURIComponent(password)}@${host}:27017/${database}?authSource=admin`,
};
