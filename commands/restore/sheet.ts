import { npx } from "../../components/shared/npx";
import { type FoundBackups, serverOf } from "../backups/find";
import type { Engine } from "../shared/state";
import { jumpOf, whereabouts } from "../shared/whereabouts";

/** What a sheet is printed from. */
export interface Sheet {
  readonly found: readonly FoundBackups[];
  /** Where states are kept. */
  readonly backend: string;
  readonly now: Date;
  /** Whether a repository that outlives its machine has a state. @default none could be asked */
  readonly hasState?: boolean;
}

/** Renders what to do when all machines are gone: for paper, with names and without a secret. */
export function renderSheet({ found, backend, now, hasState }: Sheet): string {
  const [{ stack = "", owner = "" } = {}] = found;
  const [project = ""] = owner.split(".");
  return `THE WORST DAY: ${project}, ${stack}
Printed on ${now.toISOString().slice(0, 10)}. Print it again when a service, a host or a repository changes.

YOU NEED
  [ ] the program: its folder, with Pulumi.yaml and Pulumi.${stack}.yaml
      where: ______________________________________________________________
  [ ] the passphrase of Pulumi, which opens the secrets in these files
      where: ______________________________________________________________
  [ ] the password "encryption" of the backups; it is among these secrets, too
      where: ______________________________________________________________
  [ ] one of the repositories
${found.flatMap(repositoriesOf).join("\n")}

THE MACHINES
  Debian or Ubuntu; Node.js, npm and restic (apt-get install restic) on the one
  that you type at.
${found.map(({ host, engine }) => `  ${host}: ${whereIs(engine)}`).join("\n")}

TYPE THIS, in the program's folder
  1. npm ci
  2. export PULUMI_CONFIG_PASSPHRASE=...
${loggingIn(backend)}
     ${npx(`pulumi stack init ${stack}`)}        (if it says that there is one: go on)
  3. Pulumi's state, from a repository, with restic alone:
     restic -r REPOSITORY dump --tag state latest /state.json > state.json
     ${npx(`pulumi stack import --stack ${stack} --file state.json`)}
     Of each machine that is gone, it has to forget what was there:
${[...new Set(found.map(({ hostUrn }) => forgetting(hostUrn, stack)))].join("\n")}
${stateLines(stack, hasState)}     Where there is none, go on: passwords that the program made are new then, and do
     not fit the data.
  4. ${npx(`pulumi up --stack ${stack}`)}
     All is there, and empty. A first set of the EMPTY volumes is made at once:
     do not restore the newest.
  5. ${npx(`homeport backup --stack ${stack} --list`)}
     Of each machine, the newest set from BEFORE that day:
${found.map(({ host }) => `     host ${host}: SET = _______________________`).join("\n")}
  6. For each of these: look at what it says, then the same with --yes.
${found.flatMap((one) => restoring(one, stack)).join("\n")}
     It ends with 0: good. 1: the service did not get ready, and has its former
     data. 2: not possible, nothing has changed. 3: cut off, type it again.
  7. ${npx(`homeport status --stack ${stack}`)}

WITHOUT HOMEPORT, on any machine with restic and the password "encryption"
  restic -r REPOSITORY snapshots --tag manifest
  A repository is named rest:https://USER:PASSWORD@..., s3:https://..., sftp:...
  restic -r REPOSITORY restore SNAPSHOT:/volumes/SERVICE/VOLUME --target DIRECTORY --verify
  Copies of SQLite's databases: SNAPSHOT:/dumps/SERVICE/VOLUME/files
  A database's dump: restic -r REPOSITORY dump SNAPSHOT /dump > FILE
${found.flatMap((one) => one.volumes.map((part) => withoutHomeport(one, part))).join("\n")}
`;
}

/** A directory has to be there. */
const loggingIn = (backend: string): string =>
  [
    ...(backend.startsWith("file:///") ? [`mkdir -p ${backend.slice("file://".length)}`] : []),
    npx(`pulumi login ${backend}`),
  ]
    .map((line) => `     ${line}`)
    .join("\n");

const restoring = (found: FoundBackups, stack: string): string[] => [
  `     of host ${found.host}, with its SET`,
  ...servicesOf(found).map((one) => `     [ ] ${npx(`homeport restore ${one} --stack ${stack} --set SET`)}`),
];

const forgetting = (urn: string, stack: string): string =>
  `     ${npx(`pulumi state delete '${urn}'`)} \\\n       --target-dependents --stack ${stack}`;

function withoutHomeport(found: FoundBackups, part: string): string {
  const engine = serverOf(found, part)?.engine;
  return engine === undefined ? `    /volumes/${part}` : `    /dump of ${part}, for ${engine}`;
}

const servicesOf = ({ volumes }: FoundBackups): string[] => [
  ...new Set(volumes.map((one) => one.split("/")[0] ?? "")),
];

function repositoriesOf({ host, repositories = [] }: FoundBackups): string[] {
  const lines = repositories.flatMap((one) => [
    `      of host ${host}: ${one}`,
    ...(isOnMachine(one)
      ? ["        a directory of that machine: gone with it, unless its disk is elsewhere"]
      : []),
  ]);
  const isAlone = repositories.length > 0 && repositories.every(isOnMachine);
  return [
    ...lines,
    ...(isAlone
      ? [`      WITHOUT THAT DISK, ALL DATA OF HOST ${host} ARE LOST: it has no other repository`]
      : []),
  ];
}

/** Of those that have a URL or a bucket, none begins so. */
export const isOnMachine = (repository: string): boolean => repository.startsWith("/");

/** What a person has to do before that day. */
const stateLines = (stack: string, hasState: boolean | undefined): string =>
  hasState
    ? ""
    : `     ${hasState === false ? "NONE WAS KEPT when this was printed" : "Whether one was kept could not be asked when this was printed"}: after each up, type
       ${npx(`homeport backup --state --stack ${stack}`)}
     and print this sheet again.
`;

function whereIs(engine: Engine): string {
  if (!engine.endpoint.startsWith("ssh://"))
    return "the machine that you type at, with a Docker engine 20.10 or later";
  const jump = jumpOf(engine);
  return `reached as ${whereabouts(engine)}${jump === undefined ? "" : ` through ${jump}`}, with the key that the program names`;
}
