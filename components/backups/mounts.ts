import type * as pulumi from "@pulumi/pulumi";
import type { Mounted } from "../containers/place";
import type { DumpedDatabase } from "../databases/dumped";
import { derivedVolume } from "../services/derivedVolume";
import { defaultImages } from "../shared/image";
import type { BackupsArgs } from "./args";
import { makeDatabaseDumper } from "./databaseDumper";
import { repositoryDirectories } from "./directory";
import { makeDumper } from "./dumper";
import { dumpsPath, pingMount, volumePath } from "./layout";
import { isSqlite } from "./part";
import type { PlacedPart } from "./parts";
import { makePinger } from "./pinger";
import { placeOf } from "./place";
import type { Plan } from "./plan";

/** What the backup container sees of data, dumps and repositories; what writes the dumps is made beside it. */
export const mountsOf = (
  name: string,
  args: BackupsArgs,
  { dumped, placed }: Plan,
  parent: pulumi.Resource,
): Mounted[] => [
  ...dumped.map((one) => mountDumps(name, args, one, parent)),
  ...placed.flatMap((one) => mountData(name, args, one, parent)),
  ...mountRepositories(name, args),
  ...mountPinger(name, args, parent),
];

/** What dumps a database, and where it leaves what it writes. */
function mountDumps(
  name: string,
  { network }: BackupsArgs,
  dumped: DumpedDatabase,
  parent: pulumi.Resource,
): Mounted {
  const { service, volume } = dumped;
  const dumper = `${name}-${service}-${volume}`;
  const dumps = derivedVolume(`${dumper}-dumps`, network, "dumper", parent);
  network.expect(makeDatabaseDumper(`${dumper}-dumper`, { network, dumped, dumps }, parent), dumper);
  return { volume: dumps.name, path: dumpsPath(service, volume) };
}

/** A volume to be read alone, and what copies databases in it. */
function mountData(
  name: string,
  { network, sqliteImage }: BackupsArgs,
  { service, volume, backup, source, user }: PlacedPart,
  parent: pulumi.Resource,
): Mounted[] {
  const data = { ...source, path: volumePath(service, volume), readOnly: true };
  if (!isSqlite(backup)) return [data];
  const dumper = `${name}-${service}-${volume}`;
  const dumps = derivedVolume(`${dumper}-dumps`, network, "dumper", parent);
  const image = sqliteImage ?? defaultImages.sqlite;
  network.expect(makeDumper(`${dumper}-dumper`, { network, image, user, source, dumps }, parent), dumper);
  return [data, { volume: dumps.name, path: dumpsPath(service, volume) }];
}

function mountRepositories(name: string, args: BackupsArgs): Mounted[] {
  const { repository, copies = [] } = args;
  const directories = repositoryDirectories(name, args);
  return [repository, ...copies].flatMap((one, at) =>
    one.kind === "directory"
      ? [{ directory: directories[at] ?? one.path, path: placeOf(one, at).address }]
      : [],
  );
}

function mountPinger(
  name: string,
  { network, ping, sqliteImage }: BackupsArgs,
  parent: pulumi.Resource,
): Mounted[] {
  if (ping === undefined) return [];
  const volume = derivedVolume(`${name}-ping`, network, "pinger", parent);
  makePinger(
    `${name}-pinger`,
    { network, image: sqliteImage ?? defaultImages.sqlite, url: ping, volume },
    parent,
  );
  return [{ volume: volume.name, path: pingMount }];
}
