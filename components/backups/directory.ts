import * as pulumi from "@pulumi/pulumi";
import { directoryProblem, lookScript, parseLook } from "../containers/hostDirectory";
import type { DockerHost } from "../hosts/dockerHost/component";
import { quote } from "../shared/shell";
import { refused } from "../survey/refused";
import type { BackupsArgs } from "./args";
import { goesWithIt, repositoriesMount } from "./layout";
import type { Place } from "./place";

const isDirectory = ({ address }: Place): boolean => address.startsWith("/");

/** File systems that are another machine's. */
const remote = "nfs|cifs|smb|fuse\\.|9p|ceph|gluster|lustre|afs";

/**
 * Shell: `stays` fails where the directory of a place is no longer what the host has under its name. A container that
 * runs follows one that is renamed, and keeps one that is removed; the kernel tells where it is on its disk.
 */
export const directoryFunctions = (
  places: readonly Place[],
): string => `root_at() { awk -v at="${repositoriesMount}/$1" '$5 == at { print $4 }' /proc/self/mountinfo; }
${places.map((place, at) => (isDirectory(place) ? `root_${at}=$(root_at ${at})` : `root_${at}=`)).join("\n")}
stays_put() {
  eval "root=\\$root_$place"
  is=$(root_at "$place")
  [ "$is" != "$root" ] || return 0
  case $is in
    *//deleted) refused="the directory was removed while it was in use; where it is there again, start this container again" ;;
    *) refused="the directory was renamed, and is $is on its disk now: no set is made there; give it back its name, or have the program name it" ;;
  esac
  return 1
}
${
  places.every(isDirectory)
    ? `# Of a disk that another machine has, its file system tells.
all_here() { ! awk '$5 ~ "^${repositoriesMount}/" { for (at = 7; at < NF; at++) if ($at == "-") print $(at + 1) }' /proc/self/mountinfo | grep -qE '^(${remote})'; }`
    : "all_here() { return 1; }"
}`;

/** The directories of repositories, by the numbers of their places, once the host was seen to have them. */
export function repositoryDirectories(
  name: string,
  { network, repository, copies = [] }: Pick<BackupsArgs, "network" | "repository" | "copies">,
): pulumi.Output<string>[] {
  const all = [repository, ...copies];
  const { host } = network;
  const looked = all.map((one, at) => {
    const path = at === 0 ? "repository.path" : `copies.${at - 1}.path`;
    return one.kind === "directory" ? look(`${name}.${path}`, one.path, host) : undefined;
  });
  pulumi.all(looked.map((one) => one?.isHere)).apply((here) => {
    if (here.every((one) => one === true)) pulumi.log.warn(`${name}.repository: ${goesWithIt}`);
  });
  return looked.map((one) => one?.directory ?? pulumi.output(""));
}

function look(path: string, directory: string, host: DockerHost) {
  const script = `${lookScript(directory)}\n${fileSystem(directory)}`;
  const looked = host.survey.apply(async (survey) => {
    // An engine in a machine of its own has other directories.
    const answer = survey?.machine && (await host.ask(script));
    const found = answer === undefined ? undefined : parseLook(answer);
    if (!answer || !found) return { directory, isHere: undefined };
    if (found.kind === "missing")
      return refused(
        `${path}: host ${host.hostName} has no directory ${JSON.stringify(directory)}. It is not made by itself: a disk that is not there would begin as an empty repository. Plug the disk in and mount it, give the directory back its name, or, where it is to be a new one: mkdir -p ${directory}`,
      );
    const problem = directoryProblem(host.hostName, directory, false, found);
    if (problem !== undefined) return refused(`${path}: ${problem}`);
    const [, type = ""] = /^file system: (.+)$/m.exec(answer) ?? [];
    return { directory, isHere: type === "" ? undefined : !new RegExp(`^(${remote})`).test(type) };
  }) as pulumi.Output<{ readonly directory: string; readonly isHere: boolean | undefined }>;
  return {
    directory: looked.apply((one) => one.directory) as pulumi.Output<string>,
    isHere: looked.apply((one) => one.isHere) as pulumi.Output<boolean | undefined>,
  };
}

const fileSystem = (directory: string): string =>
  `df -PT ${quote(directory)} 2>/dev/null | awk 'NR == 2 { print "file system: " $2 }'`;
