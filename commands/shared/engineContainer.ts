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
  /** Seconds after its start in which its health is no fault. @default nobody watches it */
  readonly startSeconds?: number;
  readonly exitCode: number;
  /** Why its engine could not start it, the last time. @default it could */
  readonly notStarted?: string;
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

/** Of a check of its health only how long that takes: its command may have a password in it. */
const times = ["StartPeriod", "Interval", "Timeout"] as const;
// A command line that is newer than its engine has plain maps here, in which not every field is.
const watched = `{{with index .Config "Healthcheck"}}[${times.map((one) => `{{json (index . "${one}")}}`).join(",")}]{{else}}null{{end}}`;

/** The format in which `docker container inspect` answers, a line a container. */
export const containerFormat = `{${Object.entries(asked)
  .map(([key, field]) => `"${key}":{{json ${field}}},`)
  .join("")}"watched":${watched}}`;

/** What the engine takes where a check does not say how long. */
const usualSeconds = 30;

/** The start period, and the first look after it. */
const startSecondsOf = ([period = 0, interval = 0, timeout = 0]: readonly number[]): number =>
  period / 1e9 + (interval / 1e9 || usualSeconds) + (timeout / 1e9 || usualSeconds);

interface Answer
  extends Pick<EngineContainer, "id" | "name" | "image" | "imageId" | "restarts" | "memoryLimit"> {
  readonly state: {
    readonly Status: string;
    readonly ExitCode: number;
    readonly Error?: string;
    readonly OOMKilled: boolean;
    readonly StartedAt: string;
    readonly FinishedAt: string;
    readonly Health?: { readonly Status: string } | null;
  };
  /** In nanoseconds. */
  readonly watched?: readonly number[] | null;
  readonly networks: object | null;
  readonly labels: Readonly<Record<string, string>> | null;
}

/** Reads what was answered in this format. */
export const parseContainers = (text: string): EngineContainer[] =>
  text
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const { name, state, networks, labels, watched, ...rest } = JSON.parse(line) as Answer;
      const health = state.Health?.Status;
      return {
        ...rest,
        name: name.replace(/^\//, ""),
        state: state.Status,
        // An image can say that nobody is to watch.
        ...(health && health !== "none" ? { health } : {}),
        ...(watched ? { startSeconds: startSecondsOf(watched) } : {}),
        exitCode: state.ExitCode,
        ...(state.Error ? { notStarted: inWords(state.Error) } : {}),
        outOfMemory: state.OOMKilled,
        startedAt: state.StartedAt,
        finishedAt: state.FinishedAt,
        networks: Object.keys(networks ?? {}),
        labels: labels ?? {},
      };
    });

/** What is mounted and missing; all else in the engine's words, without those of whoever it called. */
export function inWords(error: string): string {
  const [, directory] =
    /bind source path does not exist: (\S+)|error mounting "([^"]+)".*no such file/
      .exec(error)
      ?.filter(Boolean) ?? [];
  return directory === undefined
    ? error.trim().split("\n").slice(-1).join("")
    : `its host does not have ${directory} any more`;
}
