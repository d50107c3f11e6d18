import type { DatabaseKind } from "../args";
import type { DatabaseEngine } from "../engine";
import { mongodb } from "./mongodb";
import { postgres } from "./postgres";
import { mariadb, mysql } from "./sql";
import { redis, valkey } from "./valkey";

const engines: Readonly<Record<DatabaseKind, DatabaseEngine>> = {
  postgres,
  mariadb,
  mysql,
  mongodb,
  valkey,
  redis,
};

export const databaseKinds = Object.keys(engines) as readonly DatabaseKind[];

export const engineOf = (kind: DatabaseKind): DatabaseEngine => engines[kind];
