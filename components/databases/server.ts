import * as pulumi from "@pulumi/pulumi";
import { besideData } from "../backups/layout";
import type { ContainerArgs } from "../containers/args";
import { toMebibytes } from "../shared/size";
import type { DatabaseSettings } from "./args";
import { type DatabaseEngine, passwordFile, type Wanted } from "./engine";
import { engineOf } from "./engines";
import { versionOf } from "./version";

/** A server as a container, and what is told and asked in it. */
export interface Server {
  readonly engine: DatabaseEngine;
  readonly image: string;
  readonly database: string;
  readonly user: string;
  readonly container: ContainerArgs;
  /** Where its container has the data. */
  readonly dataPath: string;
  /** Where programs beside the server find it, without the name of its host. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What the database of a component of that name is called, where nobody says it. */
const nameFrom = (name: string): string => name.replaceAll("-", "_");

/** What it is called, and by whom it is used: of servers that have no names, what they call it. */
export function namesOf(
  name: string,
  { engine, database, user }: Pick<DatabaseSettings, "engine" | "database" | "user">,
): Pick<Wanted, "database" | "user"> {
  if (!engineOf(engine.kind).isNamed) return { database: "0", user: "default" };
  const called = database ?? nameFrom(name);
  return { database: called, user: user ?? called };
}

/** The container of a server. */
export function serverOf(name: string, settings: DatabaseSettings, password: pulumi.Input<string>): Server {
  const engine = engineOf(settings.engine.kind);
  const image = settings.engine.image ?? engine.defaultImage;
  const version = versionOf(image);
  const names = namesOf(name, settings);
  const memory = settings.limits?.memory ?? engine.defaultMemory;
  const mebibytes = toMebibytes(memory);
  const shared = engine.sharedMemory?.(mebibytes);
  const environment = {
    HOMEPORT_DATABASE: names.database,
    HOMEPORT_USER: names.user,
    HOMEPORT_PASSWORD_FILE: passwordFile,
    ...(settings.engine.nonTransactional ? { HOMEPORT_NON_TRANSACTIONAL: "yes" } : {}),
  };
  const temporary = [
    ...(engine.alsoDeclares ?? []),
    ...(engine.takesAll ? [`${engine.dataPath(version)}/${besideData}`] : []),
  ];
  const contents = (one: string) => engine.files({ ...names, password: one });
  return {
    engine,
    image,
    ...names,
    dataPath: engine.dataPath(version),
    environment,
    container: {
      image,
      command: engine.run(mebibytes),
      environment: { ...engine.first({ ...names, password: "" }, version), ...environment },
      files: [
        { path: passwordFile, content: password },
        ...Object.keys(contents("")).map((path) => ({
          path,
          content: pulumi.output(password).apply((one) => contents(one)[path] ?? ""),
        })),
      ],
      ...(temporary.length > 0 && { temporary }),
      limits: { ...settings.limits, memory },
      ...(shared === undefined ? {} : { sharedMemory: `${shared}MiB` as const }),
      health: {
        shell: engine.ready,
        timeoutSeconds: 10,
        startSeconds: settings.startSeconds ?? defaults.startSeconds,
      },
      stopSeconds: settings.stopSeconds ?? defaults.stopSeconds,
    },
  };
}

const defaults = { startSeconds: 60, stopSeconds: 120 } as const;
