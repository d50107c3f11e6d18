import { directoryMount, libraryFile, secretsDirectory, stateMount } from "../../components/backups/layout";
import type { Ways } from "../../components/backups/ways";
import { npx } from "../../components/shared/npx";
import { putFunction, secretFiles } from "../../components/shared/secretFiles";
import { commandLine } from "../../components/shared/shell";
import { containersAt, mountWords, onceWords } from "../restore/volumes/engine";
import { succeedOn } from "../shared/engineCall";
import { Failure } from "../shared/failure";
import { pulumiIn } from "../shared/pulumi";
import { type Deployment, nameOf, readDeployment } from "../shared/state";
import type { Variables } from "../shared/surroundings";
import { types } from "../shared/types";
import type { Subject } from "./subject";

/** A secret of a state, as `pulumi stack export --show-secrets` prints it. */
interface Opened {
  readonly plaintext?: string;
}

/** The state of the subject's stack, with its secrets in clear: in memory alone. */
export const openedState = async ({ stack }: Subject, variables: Variables): Promise<Deployment> =>
  readDeployment(await pulumiIn(variables)("stack", "export", "--stack", stack, "--show-secrets"));

/**
 * Reads from the state how the repositories of a host are reached, which may be gone.
 * @throws Failure where it is not in the state, or cannot be decrypted.
 */
export function waysOf({ sourceBackups }: Subject, { resources }: Deployment): Ways {
  const found = resources?.find(
    ({ type, urn }) => type === types.backups && nameOf(urn) === sourceBackups.name,
  );
  const { plaintext } = (found?.outputs?.ways ?? {}) as Opened;
  if (plaintext === undefined)
    throw new Failure(
      `${sourceBackups.name}: the state does not say how its repositories are reached; what helps: ${npx("pulumi up")}`,
    );
  return JSON.parse(JSON.parse(plaintext)) as Ways;
}

/** Runs scripts on a host that has the ways to another one's repositories for as long as they run. */
export interface Reaching {
  readonly name: string;
  /** How one is run, for what reads what it writes; the ways are what it reads. */
  command(script: string): { readonly line: string; readonly input: string };
  run(script: string, volumes?: readonly string[]): Promise<string>;
}

/** By which restic finds them where they are: given on the standard input, they are in nobody's words. */
const handOver = ({ library, secrets }: Ways): string => `umask 077
${putFunction}
mkdir -p ${stateMount}/cache ${stateMount}/tmp ${stateMount}/places
${secretFiles(secretsDirectory, secrets)}
cat > ${libraryFile} <<'HOMEPORT_LIBRARY'
${library}HOMEPORT_LIBRARY
`;

/**
 * @param place the number of the one repository that is meant
 * @default all that are no directories
 */
export async function reachFrom(subject: Subject, ways: Ways, place?: number): Promise<Reaching> {
  const { service, target, sourceBackups, declared } = subject;
  const routers = new Set(declared.containers.flatMap(({ role, id }) => (role === "router" ? [id] : [])));
  const there = await containersAt(target);
  const network = there.find(({ id }) => routers.has(id))?.networks[0] ?? "bridge";
  const name = `${sourceBackups.name}-move-${service}`;
  const directory =
    place !== undefined && ways.places[place]?.isDirectory ? ways.places[place].shown : undefined;
  const at = place ?? 0;
  const words = (script: string, volumes: readonly string[], more: readonly string[] = []) => [
    ...onceWords(name).slice(1),
    ...["-i", "--network", network, "-v", stateMount, "--tmpfs", `${secretsDirectory}:mode=700`],
    // What is not there is an error, and is not made.
    ...(directory === undefined ? [] : ["--mount", `type=bind,src=${directory},dst=${directoryMount(at)}`]),
    ...mountWords(volumes),
    ...more,
    ...[sourceBackups.container.image, "-c", `eval "$(cat)" || exit 1\n. ${libraryFile}\n${script}`],
  ];
  const input = handOver(ways);
  return {
    name,
    // What it writes is data: it is in no log.
    command: (script) => ({
      line: commandLine("docker", ...words(script, [], ["--log-driver", "none"])),
      input,
    }),
    run: (script, volumes = []) =>
      succeedOn(target, ["docker", ...words(script, volumes)], target.variables, 0, input),
  };
}
