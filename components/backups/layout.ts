/** What the backup container keeps beside the volumes: keys, a cache, and what came of the last sets. */
export const stateMount = "/backups";
export const secretsDirectory = `${stateMount}/secrets`;
/** Shell functions that reach each repository, for whoever is let into the container. */
export const libraryFile = `${stateMount}/library`;

/** Where the backup container has a volume, and a set has it. */
export const volumePath = (service: string, volume: string): string => `/volumes/${service}/${volume}`;

/** Where it has what a dumper and it share: questions, answers, and copies. */
export const dumpsPath = (service: string, volume: string): string => `/dumps/${service}/${volume}`;

/** Where the copies of databases are in a set. */
export const copiesPath = (service: string, volume: string): string => `${dumpsPath(service, volume)}/files`;

/** Where the dump of a database is in its snapshot: restic gives what it is told by a command no directory. */
export const dumpRoot = "/";
export const dumpFile = `${dumpRoot}dump`;

/** Where it has repositories that are directories of the host. */
export const repositoriesMount = "/repositories";
export const directoryMount = (place: number): string => `${repositoriesMount}/${place}`;

/** What the container that asks for a URL and the backup container share. */
export const pingMount = "/ping";

/** Port of its metrics. */
export const metricsPort = 8089;

/** What a restore keeps in a volume beside its data: in no set. */
export const besideData = ".homeport";

/** What a snapshot of Pulumi's own state is known by, and its file there. */
export const stateTag = "state";
export const stateFile = "/state.json";

/** What is remembered of the last rehearsal with these backups: one line of JSON. */
export const rehearsedFile = `${stateMount}/rehearsed.json`;

/** What is said where every repository goes with the machine whose data it has. */
export const goesWithIt =
  "every repository is a directory of the machine that is backed up, and is lost with it: add one elsewhere (copies), or take the disk away now and then";
