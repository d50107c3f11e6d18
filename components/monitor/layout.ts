import { figuresAgent } from "../router/figures";

/** Where each program of the monitor has its volume. */
export const watchMount = "/watch";
export const configDirectory = `${watchMount}/config`;
export const secretsDirectory = `${watchMount}/secrets`;
export const dataDirectory = `${watchMount}/data`;

/** What asks for a password at each of them. */
export const webFile = `${secretsDirectory}/web.yml`;
/** By which programs of Prometheus ask for the password. */
export const webOption = `--web.config.file=${webFile}`;
export const passwordFile = `${secretsDirectory}/password`;
/** How a client of Alertmanager in its own container tells it. */
export const clientFile = `${configDirectory}/client.yml`;

/** Whom they let in. */
export const watcher = "homeport";

export const monitorPorts = {
  prometheus: 9090,
  alertmanager: 9093,
  probes: 9115,
  agent: figuresAgent.port,
} as const;

/** The programs of a monitor, and so of what their containers' names are made. */
export type Part = keyof typeof monitorPorts;

/** By which the environment's network knows a part. */
export const aliasOf = (monitor: string, part: Part): string => `${monitor}-${part}`;

export const secretFile = (name: string): string => `${secretsDirectory}/${name}`;

/** Containers that are expected, one a line: id, kind, service and name. */
export const wantedFile = "wanted";
