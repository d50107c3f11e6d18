import * as pulumi from "@pulumi/pulumi";
import { byCode } from "../shared/order";
import type { BackupsArgs } from "./args";
import type { Repository } from "./repository";

/** All that is secret of a backup, by the names of its files, in an order that does not change from one deployment to the next. */
export const secretsFor = ({ repository, copies = [], encryption }: BackupsArgs) =>
  Object.fromEntries(
    Object.entries(
      [repository, ...copies].reduce((all, one, at) => Object.assign(all, secretsOf(one, at)), {
        encryption,
      } as Record<string, pulumi.Input<string>>),
    ).sort(([a], [b]) => byCode(a, b)),
  );

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
