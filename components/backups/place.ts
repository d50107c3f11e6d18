import * as pulumi from "@pulumi/pulumi";
import { commandLine, quote } from "../shared/shell";
import type { BackupsArgs } from "./args";
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

/** What a place keeps to itself, by the name of its file. */
export function secretsOf(repository: Repository, place: number): Record<string, pulumi.Input<string>> {
  const named = (values: Record<string, pulumi.Input<string> | undefined>) =>
    Object.fromEntries(
      Object.entries(values).flatMap(([name, value]) =>
        value === undefined ? [] : [[`${place}-${name}`, value]],
      ),
    );
  switch (repository.kind) {
    case "rest":
      return named({ password: repository.password, authority: repository.authority });
    case "s3":
      return named({
        access: repository.accessKey,
        secret: repository.secretKey,
        authority: repository.authority,
      });
    case "sftp": {
      const { address, port = 22, hostKey, privateKey } = repository;
      // Without its last line end ssh takes no key.
      const key = pulumi.output(privateKey).apply((text) => `${text.trimEnd()}\n`);
      return named({ key, host: `${port === 22 ? address : `[${address}]:${port}`} ${hostKey}\n` });
    }
    case "directory":
      return {};
  }
}

/** What is secret of repositories and of whoever is told, by paths among the arguments. An access key is a name. */
export const keysOf = ({
  repository,
  copies = [],
  ping,
}: Pick<BackupsArgs, "repository" | "copies" | "ping">) => ({
  ...keysAt("repository", repository),
  ...Object.assign({}, ...copies.map((one, at) => keysAt(`copies.${at}`, one))),
  ping,
});

function keysAt(path: string, one: Repository): Record<string, pulumi.Input<string> | undefined> {
  switch (one.kind) {
    case "rest":
      return { [`${path}.password`]: one.password };
    case "s3":
      return { [`${path}.secretKey`]: one.secretKey };
    case "sftp":
      return { [`${path}.privateKey`]: one.privateKey };
    case "directory":
      return {};
  }
}

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
