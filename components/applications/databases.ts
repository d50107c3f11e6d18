import * as pulumi from "@pulumi/pulumi";
import type { Rehearsal } from "../databases/args";
import { byDump, type DatabaseBackup, type DumpedDatabase } from "../databases/dumped";
import { inBackups } from "../databases/inBackups";
import { databaseProblems } from "../databases/schema";
import { type Server, serverOf } from "../databases/server";
import { shown } from "../shared/expecting";
import type { Problem } from "../shared/problems";
import type { ApplicationArgs, ApplicationContainer } from "./args";
import type { Scope } from "./scope";

/** An application whose databases are containers and places as any other. */
export interface Unfolded {
  readonly args: ApplicationArgs;
  /** By the names of their containers. */
  readonly servers: ReadonlyMap<string, Server>;
}

/** How whoever waits for a database reaches it. */
export interface DatabaseAccess {
  /** Its name in the application's network. */
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** A secret. */
  readonly password: pulumi.Output<string>;
  /** All of it as one address, a secret. */
  readonly url: pulumi.Output<string>;
}

export type Passwords = Readonly<Record<string, pulumi.Input<string>>>;

/** Where containers that wait for a database have its password. */
const passwordPath = (database: string): string => `/run/secrets/${database}-password`;

/** Takes the databases in as containers, each with a place of its own name. */
export function unfold(application: string, args: ApplicationArgs, passwords: Passwords): Unfolded {
  const { databases = {}, volumes, containers } = args;
  const servers = new Map(
    Object.entries(databases).map(([key, one]) => [key, serverOf(application, one, passwords[key] ?? "")]),
  );
  if (servers.size === 0) return { args, servers };
  const places = Object.entries(databases).map(([key, { existing }]) => [key, { existing }] as const);
  const own = [...servers].map(([key, { container, dataPath }]) => [
    key,
    { ...container, mounts: [{ volume: key, path: dataPath }] },
  ]);
  const others = Object.entries(containers).map(([name, one]) => [
    name,
    withPasswords(one, passwords, servers),
  ]);
  return {
    args: {
      ...args,
      volumes: { ...volumes, ...Object.fromEntries(places) },
      containers: { ...Object.fromEntries(own), ...Object.fromEntries(others) },
    },
    servers,
  };
}

function withPasswords(
  container: ApplicationContainer,
  passwords: Passwords,
  servers: Unfolded["servers"],
): ApplicationContainer {
  const files = Object.keys(container.after ?? {})
    .filter((name) => servers.has(name))
    .map((name) => ({ path: passwordPath(name), content: passwords[name] ?? "" }));
  return files.length > 0 ? { ...container, files: [...(container.files ?? []), ...files] } : container;
}

/** What is wrong with each database, and with its name. */
export function databasesProblems(application: string, args: ApplicationArgs): Problem[] {
  const { databases = {}, volumes = {}, containers, jobs = {} } = args;
  return Object.entries(databases).flatMap(([key, settings]) => [
    ...databaseProblems(application, settings).map(({ path, message }) => ({
      path: ["databases", key, ...path],
      message,
    })),
    ...Object.entries({ containers, volumes, jobs }).flatMap(([group, all]) =>
      key in all
        ? [
            {
              path: [group, key],
              message: `${shown(key)} is the name of a database too, which has its container and its volume by itself; leave it out, or give each its own`,
            },
          ]
        : [],
    ),
  ]);
}

/** Of what a database unfolds into, a message names the database. */
export const meantForDatabase =
  ({ databases = {} }: Pick<ApplicationArgs, "databases">) =>
  ({ path: [group, name, ...rest], message }: Problem): Problem =>
    (group === "containers" || group === "volumes") && String(name) in databases
      ? { path: ["databases", String(name), ...rest], message }
      : { path: [group, name, ...rest].filter((one) => one !== undefined), message };

/** How each database is backed up, by the name of its volume. */
export const databaseBackups = (
  application: string,
  { databases = {} }: Pick<ApplicationArgs, "databases">,
  dumped: readonly DumpedDatabase[],
): Record<string, pulumi.Input<string | DatabaseBackup>> =>
  Object.fromEntries(
    Object.entries(databases).map(([key, { backup = byDump }]) => {
      const own = dumped.filter(({ volume }) => volume === key);
      const all = own.map((one) => inBackups(`${application}.databases.${key}`, one));
      return [key, Promise.all(all).then(() => backup)];
    }),
  );

/** How each is rehearsed that may be. */
export function rehearsals({ databases = {} }: Pick<ApplicationArgs, "databases">): {
  rehearsals?: Record<string, Rehearsal>;
} {
  const told = Object.entries(databases).flatMap(([key, { rehearsal }]) =>
    rehearsal ? [[key, rehearsal] as const] : [],
  );
  return told.length > 0 ? { rehearsals: Object.fromEntries(told) } : {};
}

/** What `Backups` has dumped. */
export const dumpedOf = (
  { application, args, network, places, router, servers }: Scope,
  passwords: Readonly<Record<string, pulumi.Output<string>>>,
): DumpedDatabase[] =>
  [...servers].flatMap(([key, server]) => {
    const source = places.get(key);
    return source && args.databases?.[key]?.backup === undefined
      ? [
          {
            ...{ service: application, volume: key, server, source, host: router.network.host },
            ...{ network, address: key, password: passwords[key] ?? pulumi.secret("") },
          },
        ]
      : [];
  });

export const accessTo = (
  key: string,
  { engine, database, user }: Server,
  password: pulumi.Output<string>,
): DatabaseAccess => ({
  ...{ host: key, port: engine.port, database, user, password },
  url: password.apply((one) => engine.url({ database, user, password: one }, key)),
});
