/** The parts of an answer, each begun by a line of its own. */
export const parts = [
  "version",
  "info",
  "networks",
  "containers",
  "volumes",
  "images",
  "daemon",
  "flags",
  "kernel",
  "addresses",
  "routes",
  "listening",
  "listeningUdp",
  "lowPorts",
  "absent",
] as const;

/** The status by which the script says that there is no `docker` command. */
export const notFound = 127;

const beginning = (part: string): string => `== ${part}`;

const labels = "{{.Labels}}";
const questions: Readonly<Record<(typeof parts)[number], string>> = {
  version: "docker version --format '{{json .}}'",
  info: "docker info --format '{{.NCPU}} {{.MemoryLimit}} {{.SwapLimit}} {{.KernelVersion}} {{.SecurityOptions}}'",
  // A network that went since it was listed fails the command; the others are told all the same.
  networks: "{ ids=$(docker network ls --quiet) && docker network inspect $ids; }",
  containers: `docker ps --all --no-trunc --format '{{.Names}}\t{{.State}}\t{{.Status}}\t{{.Networks}}\t{{.Ports}}\t{{.Mounts}}\t${labels}'`,
  volumes: `docker volume ls --format '{{.Name}}\t${labels}'`,
  images: "docker image ls --no-trunc --format '{{.Repository}}\t{{.Tag}}\t{{.Digest}}'",
  daemon: "cat /etc/docker/daemon.json",
  flags: "tr '\\0' ' ' </proc/$(cat /run/docker.pid)/cmdline",
  kernel: "uname -r",
  addresses: "ip -o address show",
  routes: "ip -4 route show table all type unicast; ip -6 route show table main type unicast",
  listening: "cat /proc/net/tcp /proc/net/tcp6",
  listeningUdp: "cat /proc/net/udp /proc/net/udp6",
  // Whether an engine that is no root's may give low ports: by the kernel's setting, or by a right of its own.
  lowPorts:
    "{ cat /proc/sys/net/ipv4/ip_unprivileged_port_start; getcap $(command -v rootlesskit docker-rootlesskit); }",
  absent: "cat /proc/sys/net/ipv4/ip_nonlocal_bind /proc/sys/net/ipv6/ip_nonlocal_bind",
};

/**
 * A script that asks an engine and the machine it runs on for everything that a preview has to know: all questions at
 * once, as each waits most of the time. What cannot be told is left empty.
 */
export const surveyScript = `command -v docker >/dev/null || exit ${notFound}
PATH=$PATH:/usr/sbin:/sbin
there=$(mktemp -d) || exit 1
trap 'rm -rf "$there"' EXIT
${parts.map((part) => `${questions[part]} >"$there/${part}" 2>${part === "version" ? "&1" : "/dev/null"} &`).join("\n")}
wait
for part in ${parts.join(" ")}; do
  echo "${beginning("$part")}"
  cat "$there/$part"
done`;

/** @returns what an answer has of each part. */
export function partsOf(answer: string): Readonly<Record<(typeof parts)[number], string>> {
  const texts = parts.map((part, at) => {
    const from = answer.indexOf(`${beginning(part)}\n`);
    const next = parts[at + 1];
    const to = next === undefined ? answer.length : answer.indexOf(`${beginning(next)}\n`, from);
    return [part, from < 0 ? "" : answer.slice(from + beginning(part).length + 1, to).trim()] as const;
  });
  return Object.fromEntries(texts) as Record<(typeof parts)[number], string>;
}
