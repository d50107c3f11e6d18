import type { AlertName } from "../../../components/monitor/alerts";

const disk = 'node_filesystem_avail_bytes{mountpoint="/watch"} < node_filesystem_size_bytes';

/** What each rule needs, asked of the real programs: a name that one of them no longer has is found here. */
export const figuresOf: Record<AlertName, string[]> = {
  MonitorFails: ["prometheus_rule_evaluation_failures_total == 0", "alertmanager_notifications_failed_total"],
  FarmGone: ['up{job="farm"} == 1'],
  HostGone: ['probe_success{job="hosts",host="cellar"} == 1'],
  HomeGone: [],
  RouterGone: [
    'haproxy_server_status{state="UP",router="router",host="attic"} == 1',
    'haproxy_server_status{state="UP",router="far-router",host="cellar"} == 1',
  ],
  ServiceGone: ['homeport_container_running{kind="served",host="cellar"} == 1'],
  ServiceHalfGone: ['homeport_container_wanted{kind="served",service="wiki"} == 1'],
  ContainerAway: ['homeport_container_running{kind="beside",service="backups"} == 1'],
  ContainerRestarts: ["homeport_container_start_seconds < time()"],
  KilledForMemory: ["node_vmstat_oom_kill", "homeport_container_kills == 0"],
  ContainerNearItsLimit: [
    "homeport_container_memory_bytes < homeport_container_limit_bytes",
    'homeport_container_memory_bytes{kind="proxy",service="farm"}',
  ],
  PageGone: ["probe_success == 1"],
  PageSlow: ['probe_duration_seconds{job="pages"} > 0'],
  ServiceErrors: [
    'traefik_service_requests_total{service="blog"}',
    'traefik_service_requests_total{service="attic",host="cellar"}',
  ],
  VisitorsTurnedAway: [
    'haproxy_frontend_limit_sessions{proxy="web"}',
    'haproxy_frontend_current_sessions{proxy="web"}',
  ],
  CertificateEnded: ["homeport_certificate_expiry_timestamp_seconds > time()"],
  CertificateEnds: ["homeport_certificate_expiry_timestamp_seconds > time()"],
  CertificateProblem: [],
  MemoryShort: ["node_memory_MemAvailable_bytes < node_memory_MemTotal_bytes"],
  DiskNearlyFull: [disk],
  DiskFillsUp: [disk],
  DiskNotWritable: ["homeport_disk_writable == 1"],
  BackupOverdue: ["homeport_backup_failures"],
  ClockOff: ['node_time_seconds{host="cellar"} > 0'],
  MaintenanceLasts: ['homeport_maintenance{service="blog"} == 0'],
  HostRestarted: ["node_boot_time_seconds < time()"],
};
