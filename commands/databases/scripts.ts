import { hideFunction } from "../../components/backups/hide";
import { dumpFile } from "../../components/backups/layout";
import type { DatabaseEngine } from "../../components/databases/engine";
import { commandLine, quote } from "../../components/shared/shell";
import { bringing, reached, resticAt } from "../backups/reached";
import type { CandidateSettings } from "./candidate";
import { dataMountOf, likeIt, type ServerMade } from "./serverAt";

/** What a candidate's container is made of. */
interface Started extends Pick<CandidateSettings, "name" | "data"> {
  readonly like: ServerMade;
  readonly engine: Pick<DatabaseEngine, "ready" | "loading">;
}

/** While an image makes an empty directory a database, some let a server answer already that ends again. */
const settled = (ready: string): string =>
  `! grep -qs '^docker-entrypoi' /proc/[0-9]*/comm || exit 1\n${ready}`;

/** How often it is asked whether it is ready, and after how many seconds again. */
const [rounds, round] = [2400, 0.25];

/** Starts a candidate, waits until it is ready, and tells its id. */
export const startScript = ({ name, like, data, engine }: Started): string => `${endScript(name)}
${whereScript(data)}
id=$(${commandLine(
  ...[
    "docker",
    "run",
    "--detach",
    "--name",
    name,
    "--network",
    "none",
    "--no-healthcheck",
    "--cpu-shares",
    "256",
  ],
  ...likeIt(like, data.below === undefined),
)} --mount "$data,target="${quote(dataMountOf(like)?.Destination ?? "")} ${commandLine(like.image, ...like.command, ...(data.below === undefined ? [] : (engine.loading ?? [])))}) || {
  ${commandLine("docker", "rm", "--force", "--volumes", name)} >/dev/null 2>&1
  exit 1
}
round=0
until docker exec "$id" sh -c ${quote(settled(engine.ready))} >/dev/null 2>&1; do
  round=$((round + 1))
  if [ $round -gt ${rounds} ] || [ "$(docker inspect -f '{{.State.Running}}' "$id" 2>/dev/null)" != true ]; then
    { docker logs --tail 5 "$id"; echo ${quote(`${name} does not get ready`)}; } >&2
    docker rm --force --volumes "$id" >/dev/null 2>&1
    exit 1
  fi
  sleep ${round}
done
echo "$id"`;

/** Shell: where the data are. All of a volume is had as one, so that whoever asks who writes to it is told. */
const whereScript = ({ source, below }: CandidateSettings["data"]): string => {
  if (source.startsWith("/"))
    return `data=type=bind,source=${quote(below === undefined ? source : `${source}/${below}`)}`;
  return below === undefined
    ? `data=type=volume,source=${quote(source)}`
    : `data=$(docker volume inspect -f '{{.Mountpoint}}' ${quote(source)}) || exit 1
data=type=bind,source=$data/${quote(below)}`;
};

/** Shell: ends one that nobody holds any more. */
export const abandonedScript = `docker stop -t 60 "$id" >/dev/null 2>&1
docker rm --force --volumes "$id" >/dev/null 2>&1`;

/** Ends one at once, if it is there. */
export const endScript = (name: string): string =>
  `${commandLine("docker", "rm", "--force", "--volumes", name)} >/dev/null 2>&1`;

/** Runs one of the engine's shells in it. */
export const runScript = (id: string, shell: string): string =>
  commandLine("docker", "exec", "-i", id, "sh", "-c", shell);

/** Writes a dump out of a snapshot, in a container with the ways to the repositories. */
export const dumpScript = (
  place: string,
  snapshot: string,
  handed = false,
): string => `${reached(handed)}export TMPDIR=/tmp
${hideFunction}
${bringing}${resticAt(`restic_${place}`, handed)} ${commandLine("dump", "--quiet", snapshot, dumpFile)} 2> /tmp/said || {
  status=$?
  hide < /tmp/said | grep . | tail -n 3 >&2
  exit $status
}`;

/**
 * Has it read what a container of its own writes. A pipe ends as well where its writer fails: that is told beside it.
 * @param once the container's name
 * @param reading the command that runs it
 */
export const loadScript = (id: string, load: string, once: string, reading: string): string =>
  `failed=$({ { ${reading} || echo "$?" >&3; } | ${runScript(id, load)} >&2; } 3>&1) || { ${endScript(once)}; echo "the dump cannot be loaded" >&2; exit 1; }
[ -z "$failed" ] || { echo "the dump cannot be read to its end: restic ended with status $failed" >&2; exit 1; }`;

/** Where a server has the process that dumps, which would go on where nobody reads any more. */
const dumping = "/tmp/.homeport-dump";

/** Has it read what another server on the host dumps, as that does for a set. */
export const pipeScript = (
  id: string,
  { dump, load }: Pick<DatabaseEngine, "dump" | "load">,
  from: string,
): string => `failed=$({ { ${runScript(from, `echo $$ > ${dumping}\n${dump}`)} </dev/null || echo "$?" >&3; } | ${runScript(id, load)} >&2; } 3>&1) || {
  ${commandLine("docker", "exec", from, "sh", "-c", `kill "$(cat ${dumping})"`)} >/dev/null 2>&1
  echo "the dump cannot be loaded" >&2
  exit 1
}
[ -z "$failed" ] || { echo "the database cannot be dumped to its end: status $failed" >&2; exit 1; }`;

/** Ends it as a server ends that writes down all that it knows. */
export const stopScript = (id: string): string => `docker stop -t 900 ${id} >/dev/null || exit 1
status=$(docker inspect -f '{{.State.ExitCode}}' ${id}) || exit 1
[ "$status" = 0 ] || { docker logs --tail 5 ${id} >&2; echo "it did not end well: status $status" >&2; exit 1; }
docker rm --volumes ${id} >/dev/null`;
