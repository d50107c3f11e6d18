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

/** What is asked of each container: never its environment. Parts that not every one has are taken apart here. */
const asked = {
  id: ".Id",
  name: ".Name",
  image: ".Config.Image",
  imageId: ".Image",
  state: ".State",
  restarts: ".RestartCount",
  memoryLimit: ".HostConfig.Memory",
  networks: ".NetworkSettings.Networks",
  labels: ".Config.Labels",
} as const;

/** The format in which `docker container inspect` answers, a line a container. */
export const containerFormat = `{${Object.entries(asked)
  .map(([key, field]) => `"${key}":{{json ${field}}}`)
  .join(",")}}`;

interface Answer
  extends Pick<EngineContainer, "id" | "name" | "image" | "imageId" | "restarts" | "memoryLimit"> {
  readonly state: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly OOMKilled: boolean;
    readonly StartedAt: string;
    readonly FinishedAt: string;
    readonly Health?: { readonly Status: string } | null;
  };
  readonly networks: object | null;
  readonly labels: Readonly<Record<string, string>> | null;
}

/** Reads what was answered in this format. */
export const parseContainers = (text: string): EngineContainer[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const { name, state, networks, labels, ...rest } = JSON.parse(line) as Answer;
      const health = state.Health?.Status;
      return {
        ...rest,
        name: name.replace(/^\//, ""),
        state: state.Status,
        // An image can say that nobody is to watch.
        ...(health && health !== "none" ? { health } : {}),
        exitCode: state.ExitCode,
        outOfMemory: state.OOMKilled,
        startedAt: state.StartedAt,
        finishedAt: state.FinishedAt,
        networks: Object.keys(networks ?? {}),
        labels: labels ?? {},
      };
    });
