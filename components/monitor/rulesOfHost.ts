import { deadManReceiver, integrations } from "./integrations";
import { watchMount } from "./layout";
import { type Findings, found, homeport, label, lately, notSent, onHost } from "./rule";
import type { Watched } from "./watched";

const disk = `{mountpoint="${watchMount}"}`;
const free = `node_filesystem_avail_bytes${disk} / node_filesystem_size_bytes${disk} * 100`;

/** On a disk that is full no figures are kept: as nothing is heard, nothing is over. */
const stillFull = `max by (host) (last_over_time(ALERTS{alertname="DiskNearlyFull",alertstate="firing"}[24h])) unless on (host) present_over_time(node_filesystem_avail_bytes${disk}[5m])`;

/** A trend towards a full disk is worth a word only where there is not plenty of room. */
const plenty = 30;

const host = label("host");

/** Seconds within which a container is started again whose first process has been ended. */
const againSeconds = 60;

/**
 * Containers in which a process was ended: those whose own count has risen, for certain. Whose first process ends takes
 * the count along: of those that were started again just after the kernel had counted one more, those that had little memory left, or
 * all where nobody had looked in time and nothing else is known. That they are it is a guess.
 */
function suspects(everySeconds: number): string {
  const looks = (count: number) => count * everySeconds;
  // A look at which one more had been counted: it was ended since the look before, and both times are looked at in steps.
  const counted = `time() * (node_vmstat_oom_kill - node_vmstat_oom_kill offset ${everySeconds}s > bool 0)`;
  const last = `max_over_time((max by (host) (${counted}))[${againSeconds + looks(3)}s:${everySeconds}s])`;
  const here = "on (host) group_left ()";
  const started = `homeport_container_start_seconds > ${here} (${last} - ${looks(2)}) < ${here} (${last} + ${againSeconds})`;
  const again = `max_over_time((${started})[10m:${everySeconds}s])`;
  const filled = `${again} and on (host, container) max_over_time(homeport_container_memory_bytes[15m]) > 0.8 * homeport_container_limit_bytes`;
  const own = "increase(homeport_container_kills[10m]) > 0";
  const others = `(${again}) unless on (host) (${filled}) unless on (host) (${own})`;
  const all = `label_replace(${own}, "certain", "yes", "", "") or ((${filled}) unless on (host, container) (${own})) or (${others})`;
  return `{{ range query ${JSON.stringify(all)} | sortByLabel "container" }}{{ if eq .Labels.host $labels.host }}, {{ if not .Labels.certain }}perhaps {{ end }}in ${"{{ .Labels.container }}"} of ${"{{ .Labels.service }}"}{{ end }}{{ end }}`;
}

/** What is found of hosts, and of what watches and keeps it. */
export const ofHost: Findings = ({ everySeconds }, at) => {
  return {
    KilledForMemory: {
      expr: "increase(node_vmstat_oom_kill[10m]) > 0",
      summary: `${host}: the kernel ended a process that wanted more memory than there is for it${suspects(everySeconds)}`,
      means:
        "Its requests failed. Its container has been started again, if it was the container's first process.",
      next: onHost("dmesg -T | grep -i 'killed process'"),
    },
    MemoryShort: {
      expr: `node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes * 100 < ${at("MemoryShort")}`,
      summary: `${host}: ${found} % of its memory are left`,
      means: "Soon it is slow for all visitors, and the kernel ends what is largest.",
      next: onHost("docker stats --no-stream"),
    },
    DiskNearlyFull: {
      expr: `min by (host) (${free}) < ${at("DiskNearlyFull")} or ${stillFull}`,
      summary: `${host}: the disk of its engine has ${found} % left`,
      means: "Nothing yet. Once it is full, databases and uploads fail.",
      next: onHost("docker system df"),
    },
    DiskFillsUp: {
      expr: `predict_linear(node_filesystem_avail_bytes${disk}[6h], ${at("DiskFillsUp")} * 3600) < 0 and ${free} < ${plenty}`,
      summary: `${host}: as the disk of its engine has filled up lately, it is full within ${at("DiskFillsUp")} hours`,
      means: "Nothing yet. Once it is full, databases and uploads fail.",
      next: onHost("docker system df"),
    },
    DiskNotWritable: {
      expr: "homeport_disk_writable == 0",
      summary: `${host}: nothing can be written to the disk of its engine`,
      means: "Pages may still be shown; whatever is saved is lost.",
      next: onHost("dmesg -T | tail"),
    },
    HostRestarted: {
      // Over before a host counts as back that was gone for longer than that takes.
      expr: "time() - node_boot_time_seconds < 540",
      summary: `${host}: the host was started anew`,
      means: "For a while nobody was served.",
      next: onHost("journalctl -b -1 -e"),
    },
  };
};

/** What is found of backups. */
export const ofBackups: Findings = (watched, at) => {
  if (watched.backups.length === 0) return {};
  const never = watched.backups.map(
    ({ service, volume }) =>
      `-absent_over_time(homeport_backup_age_seconds{service="${service}",volume="${volume}"}[30m])`,
  );
  const volume = `${label("service")}/${label("volume")}`;
  return {
    BackupOverdue: {
      // Whose data go on on another host has no set made here.
      expr: `(${[`min by (service, volume) (${lately("homeport_backup_age_seconds")}) / 3600 > ${at("BackupOverdue")}`, ...never].join(" or ")}) unless on (service) homeport_backup_moved_away`,
      summary: `${volume}: {{ if lt $value 0.0 }}there is no backup of it{{ else }}its newest backup is ${found} hours old{{ end }}`,
      means: "Nothing, as long as no disk breaks.",
      next: homeport(watched, "backup"),
    },
  };
};

/** Says which part of the monitor fails. */
const part = (words: string, expr: string): string =>
  `label_replace(${expr}, "part", "${words}", "host", "(.*)")`;

/** Further agents are asked by the road of their routers: only where that is open, it is theirs that they do not answer. */
const agentsGone = ({ host, hosts }: Watched): string[] => [
  `up{job="agent",host="${host}"} == 0`,
  ...(hosts.length === 0
    ? []
    : [`up{job="agent",host!="${host}"} == 0 and on (host) max by (host) (up{job="routers"}) == 1`]),
];

const messagesFail = (everySeconds: number) =>
  [...new Set(Object.values(integrations))].map((integration) => {
    const kinds = Object.entries(integrations).flatMap(([kind, its]) => (its === integration ? [kind] : []));
    return part(
      `a message by ${kinds.join(" or ")} could not be sent`,
      notSent(everySeconds, `receiver_name!="${deadManReceiver}",integration="${integration}"`),
    );
  });

const partsThatFail = (watched: Watched): string =>
  [
    part("a rule cannot be worked out", "sum(increase(prometheus_rule_evaluation_failures_total[10m])) > 0"),
    ...messagesFail(watched.everySeconds),
    part(
      "whoever waits for the heartbeat does not take it",
      notSent(watched.everySeconds, `receiver_name="${deadManReceiver}"`),
    ),
    part("Alertmanager does not answer", 'max(up{job="alertmanager"}) == 0'),
    part("what asks for pages does not answer", 'max(up{job="probes"}) == 0'),
    ...agentsGone(watched).map((gone) => part("the agent of $1 does not answer", `max by (host) (${gone})`)),
    // Of a disk that takes nothing nothing is kept either.
    part("no figures are kept, as where its disk takes nothing", 'count(absent(up{job="prometheus"})) > 0'),
  ].join(" or ");

/**
 * What is found of the monitor itself. One alert whatever fails: Alertmanager would tell the end of one more, of which it
 * heard nothing while it was away itself.
 */
export const ofMonitor: Findings = (watched) => {
  const parts = partsThatFail(watched);
  return {
    MonitorFails: {
      expr: `count(${parts}) > 0`,
      summary: `${watched.monitor}: {{ range $at, $one := query \`${parts}\` }}{{ if $at }}; {{ end }}{{ $one.Labels.part }}{{ else }}what has failed works again{{ end }}`,
      means: "Nothing. But of other faults nobody may be told.",
      next: homeport(watched, `logs ${watched.monitor}`, "--since 30m"),
    },
  };
};
