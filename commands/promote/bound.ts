/**
 * What a setting is bound to: a machine, or what is on it (addresses, ports, networks, files); or nothing, so that it
 * may be said for every stack. What is bound is never moved from one stack to another, whatever the guard rails say. A
 * setting that is not here counts as bound.
 */
export const boundTo: Readonly<Record<string, "machine" | "nothing">> = {
  ports: "machine",
  portOffsets: "machine",
  network: "machine",
  hosts: "machine",
  "certificates.source": "nothing",
  "certificates.lifetimeDays": "nothing",
  "certificates.renewDays": "nothing",
  "certificates.directory": "machine",
  "certificates.authorityFile": "machine",
  "certificates.challenge.kind": "nothing",
  "certificates.challenge.peer": "machine",
  "certificates.challenge.provider": "nothing",
  "certificates.challenge.settings": "nothing",
  "certificates.challenge.credentials": "nothing",
  // Name servers are those of a network.
  "certificates.challenge.resolvers": "machine",
  "certificates.challenge.propagationSeconds": "nothing",
  "certificates.email": "nothing",
  "certificates.server": "nothing",
  "certificates.checkSeconds": "nothing",
  "certificates.retrySeconds": "nothing",
  "tls.hstsDays": "nothing",
  http3: "nothing",
  rateLimit: "nothing",
  "rateLimit.requests": "nothing",
  "rateLimit.seconds": "nothing",
  hardStopSeconds: "nothing",
  perAddress: "nothing",
  "perAddress.connections": "nothing",
  "perAddress.newConnections": "nothing",
  "perAddress.requests": "nothing",
  "perAddress.websockets": "nothing",
  "perAddress.wrongPasswords": "nothing",
  // Whoever stands in front.
  "perAddress.except": "machine",
  "monitor.domains": "nothing",
  // Whose networks they are.
  "monitor.allow": "machine",
  behind: "machine",
  registries: "nothing",
  "images.haproxy": "nothing",
  "images.traefik": "nothing",
  "images.keeper": "nothing",
  "images.lego": "nothing",
  "images.prometheus": "nothing",
  "images.alertmanager": "nothing",
  "images.probes": "nothing",
  "images.agent": "nothing",
  "images.site": "nothing",
  "images.echo": "nothing",
};

const roots = new Set(Object.keys(boundTo).map((path) => path.split(".")[0]));

/** Whether all of a setting, named with its namespace, is bound to a machine. Where Docker's provider goes is, too. */
export const isBound = (project: string, key: string): boolean =>
  key.startsWith("docker:") || boundTo[settingOf(project, key) ?? ""] === "machine";

/** @returns the first part of a setting's value that is bound to a machine. A program's own settings have none. */
export function boundPart(project: string, key: string, value: unknown): string | undefined {
  const setting = settingOf(project, key);
  const part = setting !== undefined && roots.has(setting) ? firstBound(setting, value) : undefined;
  return part && `${project}:${part}`;
}

const settingOf = (project: string, key: string): string | undefined =>
  key.startsWith(`${project}:`) ? key.slice(project.length + 1) : undefined;

function firstBound(path: string, value: unknown): string | undefined {
  const hasParts = Object.keys(boundTo).some((other) => other.startsWith(`${path}.`));
  if (hasParts && typeof value === "object" && value !== null) {
    return Object.entries(value)
      .map(([name, part]) => firstBound(`${path}.${name}`, part))
      .find((found) => found !== undefined);
  }
  return value === undefined || boundTo[path] === "nothing" ? undefined : path;
}
