/** A container as its engine has it. */
export interface EngineContainer {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageId: string;
  /** `running`, `exited`, `restarting`, … */
  readonly state: string;
  /** `healthy`, `starting` or `unhealthy`. @default nobody watches it */
  readonly health?: string;
  readonly exitCode: number;
  readonly outOfMemory: boolean;
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly restarts: number;
  /** In bytes; 0 is none. */
  readonly memoryLimit: number;
  readonly networks: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** What is asked of each container: nothing else of it is told, and never its environment. */
const asked = {
  id: ".Id",
  name: ".Name",
  image: ".Config.Image",
  imageId: ".Image",
  state: ".State.Status",
  exitCode: ".State.ExitCode",
  outOfMemory: ".State.OOMKilled",
  startedAt: ".State.StartedAt",
  finishedAt: ".State.FinishedAt",
  restarts: ".RestartCount",
  memoryLimit: ".HostConfig.Memory",
} as const;

const labels = ["homeport.project", "homeport.environment", "homeport.component", "homeport.trial"];

/** The format in which `docker container inspect` answers, a line a container. */
export const containerFormat = `{${[
  ...Object.entries(asked).map(([key, field]) => `"${key}":{{json ${field}}}`),
  '"health":{{if .State.Health}}{{json .State.Health.Status}}{{else}}null{{end}}',
  `"labels":{${labels.map((label) => `"${label}":{{json (index .Config.Labels "${label}")}}`).join(",")}}`,
  '"networks":[{{range $name, $_ := .NetworkSettings.Networks}}{{json $name}},{{end}}null]',
].join(",")}}`;

type Answer = Omit<EngineContainer, "health" | "labels" | "networks"> & {
  readonly health: string | null;
  readonly labels: Readonly<Record<string, string | null>>;
  readonly networks: readonly (string | null)[];
};

/** Reads what was answered in this format. */
export const parseContainers = (text: string): EngineContainer[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const { name, health, labels: values, networks, ...rest } = JSON.parse(line) as Answer;
      return {
        ...rest,
        name: name.replace(/^\//, ""),
        ...(health ? { health } : {}),
        labels: Object.fromEntries(
          Object.entries(values).flatMap(([key, value]) => (value ? [[key, value]] : [])),
        ),
        networks: networks.flatMap((network) => network ?? []),
      };
    });
