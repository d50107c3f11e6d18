import { defaultImages } from "../../shared/image";
import { type DatabaseEngine, hostOr, passwordFile, passwordInto } from "../engine";

/** The programs of its tools read a password from a file alone, or from a command line. */
const connect = `umask 077
${passwordInto("password")}
config=$(mktemp) && trap 'rm -f "$config"' EXIT && printf 'password: "%s"\\n' "$password" > "$config" || exit
set -- --config="$config" --host=${hostOr} --username="$HOMEPORT_USER" --authenticationDatabase=admin`;

/** Runs a program of the shell's language, which reads the password by itself. */
const ask = (program: string): string => `mongosh --quiet --nodb --eval '
const { readFileSync } = require("fs");
const { HOMEPORT_USER: user, HOMEPORT_DATABASE: name, HOMEPORT_PASSWORD_FILE: file, HOMEPORT_HOST: host = "127.0.0.1" } = process.env;
const password = encodeURIComponent(readFileSync(file, "utf8"));
db = connect("mongodb://" + user + ":" + password + "@" + host + ":27017/" + name + "?authSource=admin");
${program}'`;

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
mongodump "$@" --quiet --archive --db="$HOMEPORT_DATABASE"`,
  load: `${connect}
mongorestore "$@" --quiet --archive --nsInclude="$HOMEPORT_DATABASE.*"`,
  counts: ask(
    'db.getCollectionInfos({ type: "collection" }).map((one) => one.name).filter((one) => !one.startsWith("system.")).sort().forEach((one) => print(one + "\\t" + db.getCollection(one).countDocuments({})));',
  ),
  ask: ask('print(JSON.stringify(eval(readFileSync(0, "utf8"))));'),
  beside: ask(
    'db.adminCommand({ listDatabases: 1, nameOnly: true }).databases.map((one) => one.name).filter((one) => !["admin", "config", "local", name].includes(one)).sort().forEach((one) => print("the database " + one));',
  ),
  versionFiles: [],
  url: ({ database, user, password }, host) =>
    `mongodb://${user}:${encodeURIComponent(password)}@${host}:27017/${database}?authSource=admin`,
};
