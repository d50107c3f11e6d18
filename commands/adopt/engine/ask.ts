import { readFileSync } from "node:fs";
import { readImage } from "../../../components/shared/image";
import { answerOn, Unanswered } from "../../shared/engineCall";
import type { Variables } from "../../shared/surroundings";
import type { Project } from "../compose/project";
import type { ContainerFacts, EngineFacts } from "./facts";

const engine = { endpoint: "", sshOptions: [] };

/** How long an engine may think, in seconds. */
const patience = 15;

const label = (name: string) => `{{json (index .Config.Labels "com.docker.compose.${name}")}}`;

/** Never the environment: it has passwords. What not every container has, as exposed ports in its own settings, fails it for all. */
const containerFormat = `{"project":${label("project")},"service":${label("service")},"folder":${label("project.working_dir")},"id":{{json .Id}},"name":{{json .Name}},"runs":{{json .State.Running}},"imageId":{{json .Image}},"image":{{json .Config.Image}},"ports":{{json .NetworkSettings.Ports}},"restart":{{json .HostConfig.RestartPolicy.Name}},"mounts":{{json .Mounts}}}`;

interface Found {
  readonly project: string;
  readonly service: string;
  readonly folder: string;
  readonly id: string;
  readonly name: string;
  readonly runs: boolean;
  readonly imageId: string;
  readonly image: string;
  readonly ports: Readonly<Record<string, unknown>> | null;
  readonly restart: string;
  readonly mounts: readonly { readonly Type: string; readonly Name?: string; readonly Destination: string }[];
}

/** Asks the engine that `docker` uses, and changes nothing there. @returns why not, where it does not answer. */
export async function askEngine(
  { name, folder }: Pick<Project, "name" | "folder">,
  variables: Variables,
): Promise<EngineFacts | string> {
  const docker = (...words: string[]) => answerOn(engine, ["docker", ...words], variables, patience);
  try {
    const ids = lines(
      await docker("ps", "-aq", "--no-trunc", "--filter", "label=com.docker.compose.project"),
    );
    const all =
      ids.length === 0
        ? []
        : jsonLines<Found>(await docker("container", "inspect", "--format", containerFormat, ...ids));
    // A folder may have been called otherwise when it was started; where it is tells more than its name.
    const project = all.find((one) => one.folder === folder)?.project ?? name;
    const own = all.filter((one) => one.project === project);
    const volumes = lines(
      await docker(
        "volume",
        "ls",
        "--format",
        '{{.Name}}\t{{.Label "com.docker.compose.project"}}\t{{.Label "com.docker.compose.volume"}}',
      ),
    ).map((line) => line.split("\t"));
    const named = volumes.filter(([, of]) => of === project);
    const digests = await digestsOf(own, docker);
    return {
      ...(own.length > 0 || named.length > 0 ? { project } : {}),
      containers: new Map(own.map((one) => [one.service, factsOf(one, digests.get(one.imageId) ?? [])])),
      volumes: new Map(named.map(([real = "", , volume = ""]) => [volume, real])),
      allVolumes: new Set(volumes.map(([real = ""]) => real)),
    };
  } catch (error) {
    if (error instanceof Unanswered) return error.message;
    throw error;
  }
}

type Docker = (...words: string[]) => Promise<string>;

async function digestsOf(
  own: readonly Found[],
  docker: Docker,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const images = [...new Set(own.map((one) => one.imageId))];
  if (images.length === 0) return new Map();
  const told = await docker(
    "image",
    "inspect",
    "--format",
    '{"id":{{json .Id}},"digests":{{json .RepoDigests}}}',
    ...images,
  ).catch((error) => {
    // An image may be gone while its container runs on.
    if (error instanceof Unanswered) return error.stdout;
    throw error;
  });
  return new Map(
    jsonLines<{ id: string; digests: string[] | null }>(told).map(({ id, digests }) => [id, digests ?? []]),
  );
}

function factsOf(
  { id, name, runs, image, ports, restart, mounts }: Found,
  digests: readonly string[],
): ContainerFacts {
  const own = readImage(image)?.name;
  const digest = digests
    .map((one) => readImage(one))
    .find((one) => one !== undefined && one.name === own)?.digest;
  return {
    name: name.replace(/^\//, ""),
    runs,
    image,
    ...(digest ? { digest } : {}),
    ports: Object.keys(ports ?? {}).flatMap((port) =>
      port.endsWith("/udp") ? [] : [port.replace(/\/.*$/, "")],
    ),
    restart: restart || "no",
    ...(runs ? { memory: peakOf(id) } : {}),
    volumes: new Map(
      mounts.flatMap((one) =>
        one.Type === "volume" && one.Name ? [[one.Destination, one.Name] as const] : [],
      ),
    ),
  };
}

/** Where kernels count, with both generations of control groups and both ways to name them. */
const counters = (id: string) => [
  `/sys/fs/cgroup/system.slice/docker-${id}.scope/memory.peak`,
  `/sys/fs/cgroup/docker/${id}/memory.peak`,
  `/sys/fs/cgroup/memory/system.slice/docker-${id}.scope/memory.max_usage_in_bytes`,
  `/sys/fs/cgroup/memory/docker/${id}/memory.max_usage_in_bytes`,
];

/** The most that a container of this machine has used. */
function peakOf(id: string): number | undefined {
  for (const file of counters(id)) {
    try {
      return Number(readFileSync(file, "utf8"));
    } catch {
      // Counted elsewhere, or on another machine.
    }
  }
  return undefined;
}

const lines = (text: string): string[] => text.split("\n").filter((line) => line.trim() !== "");

const jsonLines = <T>(text: string): T[] => lines(text).map((line) => JSON.parse(line) as T);
