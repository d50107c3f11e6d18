import type * as pulumi from "@pulumi/pulumi";
import {
  type Application,
  Backups,
  type BackupsArgs,
  type DomainService,
  type TraefikRouter,
} from "homeport";
import type { HomeLimits } from "./containerParts";
import { firstOf } from "./hosts";
import type { HomeImages } from "./images";

/** What backs up the volumes and databases that a home has on one host. */
export interface HomeBackups {
  /** Name of the host whose volumes they are; the first one by default. */
  host?: string;
  /** Names of services and applications: of their volumes those that say "kept", and the databases of applications. */
  of: string[];
  repository: HomeRepository;
  /** Further repositories, in which each set is made once more. */
  copies?: HomeRepository[];
  /** The password that encrypts all repositories. Without it nothing can be restored: keep it elsewhere too. */
  encryption: pulumi.Input<string>;
  /** When sets are made; each day at 03:15 UTC by default. */
  schedule?: HomeSchedule;
  /** How long sets are kept. */
  keep?: HomeKeep;
  /** "here" (by default), or "elsewhere" where somebody else removes old sets. */
  prune?: string;
  /** How much of each repository is read again every day, in percent; 4 by default. */
  checkPercent?: number;
  /** URL that is asked for once a set is complete in every repository; nobody is told by default. */
  ping?: pulumi.Input<string>;
  /** 384MiB of memory and 1 processor by default. */
  limits?: HomeLimits;
}

/** Where backups go: which of the fields may be given depends on the kind. */
export interface HomeRepository {
  /** "rest", "s3", "sftp" or "directory". */
  kind: string;
  /** Of rest and s3: its URL. */
  url?: string;
  /** Of s3. */
  bucket?: string;
  /** Of s3, where in the bucket; of sftp and directory, absolute path. */
  path?: string;
  /** Of s3. */
  region?: string;
  accessKey?: pulumi.Input<string>;
  secretKey?: pulumi.Input<string>;
  /** Of rest and s3: PEM of the authorities by one of which the server's certificate has to be issued. */
  authority?: pulumi.Input<string>;
  /** Of sftp: the machine. */
  address?: string;
  port?: number;
  /** Of rest and sftp: who is let in. */
  user?: string;
  /** Of rest. */
  password?: pulumi.Input<string>;
  /** Of sftp: the key by which it lets in, in OpenSSH's form. */
  privateKey?: pulumi.Input<string>;
  /** Of sftp: the machine's host key. */
  hostKey?: string;
}

/** When sets are made: at a time of the day, or each so many minutes. */
export interface HomeSchedule {
  /** As in "03:15". */
  at?: string;
  /** Whose time that is, as in "Europe/Vienna"; UTC by default. */
  timeZone?: string;
  everyMinutes?: number;
}

/** How long sets are kept, each time as in "14d", "3m" or "1y". */
export interface HomeKeep {
  /** So long all of them; 14d by default. */
  all?: string;
  /** So long the last one of each day; 60d by default. */
  daily?: string;
  /** So long the last one of each month; 1y by default. */
  monthly?: string;
}

/** How a volume is backed up by a home's own backups. */
export interface HomeKept {
  /** "files", or "sqlite" where databases of SQLite are in it. */
  kind: string;
  /** Of sqlite: the databases, as paths within the volume. */
  files?: string[];
  /** Paths within the volume that are left out, with all below them. */
  except?: string[];
}

/** What is said of a volume's backup, as the components take it. */
export const withKept = <Volume extends { readonly backup?: string; readonly kept?: HomeKept }>({
  kept,
  ...volume
}: Volume) => (kept === undefined ? volume : { ...volume, backup: withoutNothing(kept) });

/** Makes the backups of a home, one for each host that has any. */
export const makeBackups = (
  home: string,
  all: readonly HomeBackups[],
  routers: Map<string, TraefikRouter>,
  named: ReadonlyMap<string, DomainService | Application>,
  images: HomeImages,
  parent: pulumi.Resource,
): Backups[] =>
  all.map(({ host, of, repository, copies, schedule, ...rest }) => {
    const { network } = (host === undefined ? undefined : routers.get(host)) ?? firstOf(routers);
    const args = {
      ...rest,
      network,
      of: of.flatMap((name) => named.get(name) ?? []),
      repository: withoutNothing(repository),
      copies: copies?.map(withoutNothing),
      schedule: schedule && withoutNothing(schedule),
      image: images.restic,
      sqliteImage: images.sqlite,
    };
    // What the component's types say of single texts and numbers, it checks itself.
    return new Backups(`${home}-backups${host === undefined ? "" : `-${host}`}`, args as BackupsArgs, {
      parent,
    });
  });

/** Each kind knows its own fields alone. */
const withoutNothing = <Group extends object>(group: Group): Group =>
  Object.fromEntries(Object.entries(group).filter(([, value]) => value !== undefined)) as Group;
