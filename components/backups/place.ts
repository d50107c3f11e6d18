import { commandLine, quote } from "../shared/shell";
import { directoryMount, secretsDirectory } from "./layout";
import type { Repository } from "./repository";

/** A repository as the backup container knows it. */
export interface Place {
  /** How a person knows it. */
  readonly shown: string;
  /** As restic names it. */
  readonly address: string;
  /** What restic finds in its environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** The same, of secrets: the name of each one's file. */
  readonly secretVariables: Readonly<Record<string, string>>;
  /** Options of each call. */
  readonly options: readonly string[];
}

const secretFile = (name: string): string => `${secretsDirectory}/${name}`;

/** @param place its number: the first is the repository, the others are copies */
export function placeOf(repository: Repository, place: number): Place {
  const own = (name: string): string => `${place}-${name}`;
  const trust = "authority" in repository && repository.authority ? own("authority") : undefined;
  const none = { variables: {}, secretVariables: {}, options: [] };
  const trusting = trust ? ["--cacert", secretFile(trust)] : [];
  switch (repository.kind) {
    case "rest":
      return {
        ...none,
        shown: repository.url,
        address: `rest:${repository.url}`,
        variables: repository.user === undefined ? {} : { RESTIC_REST_USERNAME: repository.user },
        secretVariables: repository.password === undefined ? {} : { RESTIC_REST_PASSWORD: own("password") },
        options: trusting,
      };
    case "s3": {
      const { url, bucket, path, region } = repository;
      const address = [url.replace(/\/+$/, ""), bucket, ...(path ? [path] : [])].join("/");
      return {
        ...none,
        shown: address,
        address: `s3:${address}`,
        variables: region === undefined ? {} : { AWS_DEFAULT_REGION: region },
        secretVariables: { AWS_ACCESS_KEY_ID: own("access"), AWS_SECRET_ACCESS_KEY: own("secret") },
        options: trusting,
      };
    }
    case "sftp": {
      const { address, port = 22, user, path } = repository;
      const url = `sftp://${user}@${address}:${port}/${path}`;
      return { ...none, shown: url, address: url, options: ["-o", sshWords(own)] };
    }
    case "directory":
      return { ...none, shown: repository.path, address: directoryMount(place) };
  }
}

const sshWords = (own: (name: string) => string): string =>
  `sftp.args=${commandLine(
    ...["-i", secretFile(own("key")), "-o", "IdentitiesOnly=yes", "-o", "BatchMode=yes"],
    ...["-o", `UserKnownHostsFile=${secretFile(own("host"))}`, "-o", "StrictHostKeyChecking=yes"],
  )}`;

/**
 * Shell: `restic_N WORD…` is restic at the place N. Nothing secret is among its words. Where a lock is waited for, it says so on
 * its standard output: what is read there is asked for with --json or --quiet.
 */
export const placeFunction = (place: Place, at: number): string => `restic_${at}() (
${[
  ...Object.entries({ RESTIC_REPOSITORY: place.address, ...place.variables }).map(
    ([name, value]) => `  export ${name}=${quote(value)}`,
  ),
  ...Object.entries(place.secretVariables).map(
    ([name, file]) => `  ${name}=$(cat ${secretFile(file)}) && export ${name} || exit 1`,
  ),
].join("\n")}
  # What is said of times is UTC.
  export TZ=UTC RESTIC_PASSWORD_FILE=${secretFile("encryption")}
  exec timeout "\${limit:-43200}" ${commandLine("restic", "--retry-lock", "2m", ...place.options)} "$@"
)
shown_${at}=${quote(place.shown)}`;
