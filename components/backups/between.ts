import { isBelow } from "../shared/below";
import type { Problem } from "../shared/problems";
import { perProgram } from "../survey/perProgram";
import type { BackupsArgs } from "./args";
import { directoriesOf } from "./parts";
import type { Repository } from "./repository";

const pathOf = (at: number): readonly (string | number)[] => (at === 0 ? ["repository"] : ["copies", at - 1]);

/** Two places that are one are no second place. */
export function twice({ repository, copies = [] }: BackupsArgs): Problem[] {
  const all = [repository, ...copies].map(whereabouts);
  return copies.flatMap((_, at) =>
    all.indexOf(all[at + 1] ?? "") <= at
      ? [{ path: pathOf(at + 1), message: `${all[at + 1]} is named twice: a copy is in another place` }]
      : [],
  );
}

/** A repository in what it backs up would have all that it has in each of its sets. */
export function insideData({ repository, copies = [], of, network }: BackupsArgs): Problem[] {
  const kept = directoriesOf(network.host, of);
  return [repository, ...copies].flatMap((one, at) => {
    if (one.kind !== "directory") return [];
    const around = kept.find(({ directory }) => isBelow(one.path, directory));
    return around
      ? [
          {
            path: [...pathOf(at), "path"],
            message: `${one.path} is inside ${around.directory}, which it backs up for ${around.service}; put it beside that`,
          },
        ]
      : [];
  });
}

/** A repository of other backups of the program: each has its own, and removes nobody else's sets. */
export function shared(name: string, { repository, copies = [], network }: BackupsArgs): Problem[] {
  const all = [repository, ...copies].map((one) => placeOn(network.host.hostName, one));
  const problems = all.flatMap((place, at) => {
    const other = taken().get(place);
    return other === undefined
      ? []
      : [
          {
            path: pathOf(at),
            message: `${place} is a repository of ${other}: give each environment and host one of its own`,
          },
        ];
  });
  if (problems.length === 0) for (const place of all) taken().set(place, name);
  return problems;
}

const taken = perProgram(() => new Map<string, string>());

/** A directory is another one on another host. */
const placeOn = (host: string, one: Repository): string =>
  one.kind === "directory" ? `${one.path} on host ${host}` : whereabouts(one);

function whereabouts(one: Repository): string {
  switch (one.kind) {
    case "rest":
      return one.url.replace(/\/+$/, "");
    case "s3":
      return [one.url, one.bucket, one.path ?? ""].join("/");
    case "sftp":
      return `sftp://${one.user}@${one.address}${one.path}`;
    case "directory":
      return one.path;
  }
}
