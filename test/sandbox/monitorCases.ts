import type { AlertName } from "../../components/monitor/alerts";

/** Figures by which an alert is told, and others near by, by which it is not. */
export interface RuleCase {
  /** Series and their values every 30 s, as promtool writes them. */
  readonly fires: Readonly<Record<string, string>>;
  readonly silent: Readonly<Record<string, string>>;
  /** When it is looked. */
  readonly at: string;
  /** By which labels it says what it is about. */
  readonly about?: string;
}

const running = (container: string, kind = "served") =>
  `homeport_container_running{job="agent",host="attic",kind="${kind}",service="blog",container="${container}"}`;
const wanted = (container: string) =>
  `homeport_container_wanted{job="agent",host="attic",kind="served",service="blog",container="${container}"}`;
const blog = 'service="blog"';
const disk = '{job="agent",host="attic",mountpoint="/watch"}';
const server = (router: string, host: string) =>
  `haproxy_server_status{job="farm",proxy="p",server="${router}",router="${router}",host="${host}",state="UP"}`;
const reached = 'probe_success{job="hosts",host="cellar"}';
const farAgent = 'up{job="agent",host="cellar"}';
const farRouter = 'up{job="routers",host="cellar",router="apps-router"}';
const requests = (code: number) =>
  `traefik_service_requests_total{job="routers",service="blog",code="${code}"}`;
const page = '{job="pages",page="blog.example.org/",service="blog"}';
const certificate = (name: string) => `${name}{job="certificates",domain="blog.example.org"}`;
const backup = (place: number) =>
  `homeport_backup_age_seconds{job="backups",service="wiki",volume="files",place="${place}"}`;
const always = (value: number | string) => `${value}x400`;

export const cases: Record<AlertName, RuleCase> = {
  MonitorFails: {
    fires: {
      'up{job="prometheus"}': always(1),
      'up{job="agent",host="attic"}': always(1),
      'up{job="probes"}': always(1),
      [farAgent]: always(0),
      [farRouter]: always(1),
    },
    // Of another host nothing is heard at all.
    silent: {
      'up{job="prometheus"}': always(1),
      'up{job="agent",host="attic"}': always(1),
      'up{job="probes"}': always(1),
      'up{job="farm"}': always(0),
      [farAgent]: always(0),
      [farRouter]: always(0),
    },
    at: "10m",
  },
  HostGone: {
    fires: { [reached]: always(0) },
    silent: { [reached]: "1x10 0x5 1x20" },
    at: "8m",
    about: 'host="cellar"',
  },
  HomeGone: {
    fires: { 'probe_success{job="homes",home="hut"}': always(0) },
    silent: { 'probe_success{job="homes",home="hut"}': "1x10 0x9 1x20" },
    at: "10m",
    about: 'home="hut"',
  },
  FarmGone: {
    fires: { 'up{job="farm"}': always(0) },
    silent: { 'up{job="farm"}': "1x10 0x3 1x20" },
    at: "6m30s",
  },
  RouterGone: {
    fires: {
      [server("router", "attic")]: always(1),
      [server("apps-router", "cellar")]: always(0),
      [reached]: always(1),
    },
    // Its host is gone with it; what is no router is told of otherwise.
    silent: {
      [server("apps-router", "cellar")]: always(0),
      [reached]: always(0),
      'haproxy_server_status{job="farm",server="other",state="UP"}': always(0),
    },
    at: "3m",
    about: 'router="apps-router"',
  },
  ServiceGone: {
    fires: {
      [running("a")]: always(0),
      [running("b")]: always(0),
      // Whoever shows no password is told so by the router.
      [`probe_http_status_code${page}`]: always(401),
    },
    silent: {
      // An update that failed: those before it serve.
      'homeport_container_running{service="left",kind="served",host="attic",container="f"}': always(0),
      'probe_http_status_code{job="pages",service="left",page="left.example.org/"}': always(200),
      // A deploy: a new one comes before the former one goes.
      [running("a")]: "1x5 _x20",
      [running("b")]: "_x4 0x1 1x20",
      // It runs on another host.
      'homeport_container_running{service="far",kind="served",host="attic",container="c"}': always(0),
      'homeport_container_running{service="far",kind="served",host="cellar",container="d"}': always(1),
      [running("e", "beside")]: always(0),
    },
    at: "5m",
    about: blog,
  },
  ServiceHalfGone: {
    fires: {
      [running("a")]: always(1),
      [running("b")]: always(0),
      [wanted("a")]: always(1),
      [wanted("b")]: always(1),
    },
    silent: {
      [running("a")]: always(1),
      [running("b")]: always(1),
      [wanted("a")]: always(1),
      [wanted("b")]: always(1),
    },
    at: "20m",
    about: blog,
  },
  ContainerAway: {
    fires: { [running("a", "beside")]: always(0) },
    silent: {
      [running("a", "beside")]: "1x5 0x9 1x20",
      [running("b", "proxy")]: always(0),
      [running("c")]: always(0),
    },
    at: "8m",
    about: blog,
  },
  ContainerRestarts: {
    fires: { [`homeport_container_start_seconds{${blog},container="a"}`]: "100x5 200x5 300x5 400x20" },
    silent: { [`homeport_container_start_seconds{${blog},container="a"}`]: "100x5 200x5 300x25" },
    at: "10m",
    about: blog,
  },
  KilledForMemory: {
    fires: { node_vmstat_oom_kill: "3x10 4x20" },
    silent: { node_vmstat_oom_kill: always(3) },
    at: "8m",
  },
  ContainerNearItsLimit: {
    fires: {
      [`homeport_container_memory_bytes{${blog},container="a"}`]: always(97),
      [`homeport_container_limit_bytes{${blog},container="a"}`]: always(100),
    },
    silent: {
      [`homeport_container_memory_bytes{${blog},container="a"}`]: always(94),
      [`homeport_container_limit_bytes{${blog},container="a"}`]: always(100),
    },
    at: "20m",
    about: blog,
  },
  PageGone: {
    fires: { [`probe_success${page}`]: always(0) },
    silent: { [`probe_success${page}`]: "1x5 0x3 1x5 0x3 1x20" },
    at: "10m",
    about: blog,
  },
  PageSlow: {
    fires: { [`probe_duration_seconds${page}`]: always(4) },
    // A third of the answers are quick.
    silent: { [`probe_duration_seconds${page}`]: "4x20 1x10 4x20 1x10 4x20" },
    at: "35m",
    about: blog,
  },
  ServiceErrors: {
    fires: { [requests(200)]: "0+30x40", [requests(500)]: "0+10x40" },
    // Many errors of very many requests, as when a client sends nonsense.
    silent: { [requests(200)]: "0+1000x40", [requests(500)]: "0+10x40" },
    at: "10m",
    about: blog,
  },
  VisitorsTurnedAway: {
    fires: {
      'haproxy_frontend_current_sessions{job="farm",proxy="web"}': always(90),
      'haproxy_frontend_limit_sessions{job="farm",proxy="web"}': always(100),
    },
    silent: {
      'haproxy_frontend_current_sessions{job="farm",proxy="web"}': always(70),
      'haproxy_frontend_limit_sessions{job="farm",proxy="web"}': always(100),
    },
    at: "8m",
  },
  CertificateEnded: {
    fires: { [certificate("homeport_certificate_expiry_timestamp_seconds")]: always(60) },
    silent: { [certificate("homeport_certificate_expiry_timestamp_seconds")]: always(86_400) },
    at: "10m",
    about: 'domain="blog.example.org"',
  },
  CertificateEnds: {
    fires: { [certificate("homeport_certificate_expiry_timestamp_seconds")]: always(13 * 86_400) },
    silent: { [certificate("homeport_certificate_expiry_timestamp_seconds")]: always(15 * 86_400) },
    at: "2h",
    about: 'domain="blog.example.org"',
  },
  CertificateProblem: {
    fires: { [certificate("homeport_certificate_problem")]: always(1) },
    silent: { [certificate("homeport_certificate_problem")]: always(0) },
    at: "2h",
    about: 'domain="blog.example.org"',
  },
  MemoryShort: {
    fires: { node_memory_MemAvailable_bytes: always(4), node_memory_MemTotal_bytes: always(100) },
    silent: { node_memory_MemAvailable_bytes: always(6), node_memory_MemTotal_bytes: always(100) },
    at: "15m",
  },
  DiskNearlyFull: {
    // Full in the end, it takes no figures any more.
    fires: {
      [`node_filesystem_avail_bytes${disk}`]: "9x40 _x100",
      [`node_filesystem_size_bytes${disk}`]: "100x40 _x100",
    },
    silent: {
      [`node_filesystem_avail_bytes${disk}`]: always(11),
      [`node_filesystem_size_bytes${disk}`]: always(100),
    },
    at: "45m",
    about: 'host="attic"',
  },
  DiskFillsUp: {
    fires: {
      [`node_filesystem_avail_bytes${disk}`]: "29-0.01x800",
      [`node_filesystem_size_bytes${disk}`]: "100x800",
    },
    // As fast, with plenty of room.
    silent: {
      [`node_filesystem_avail_bytes${disk}`]: "69-0.01x800",
      [`node_filesystem_size_bytes${disk}`]: "100x800",
    },
    at: "3h",
  },
  DiskNotWritable: {
    fires: { 'homeport_disk_writable{job="agent",host="attic"}': always(0) },
    silent: { 'homeport_disk_writable{job="agent",host="attic"}': "1x5 0x2 1x20" },
    at: "5m",
  },
  BackupOverdue: {
    fires: { [backup(0)]: always(27 * 3600), [backup(1)]: always(28 * 3600) },
    // Missed at one place, made at the other.
    silent: { [backup(0)]: always(27 * 3600), [backup(1)]: always(3600) },
    at: "2h",
    about: 'service="wiki",volume="files"',
  },
  ClockOff: {
    fires: { 'node_time_seconds{job="agent",host="cellar"}': "6+30x40" },
    silent: { 'node_time_seconds{job="agent",host="cellar"}': "4+30x40" },
    at: "10m",
    about: 'host="cellar"',
  },
  MaintenanceLasts: {
    // The farm is replaced, and does not tell for some time.
    fires: { 'homeport_maintenance{service="blog"}': "1x60 _x20 1x100" },
    silent: { 'homeport_maintenance{service="blog"}': "1x60 0x2 1x100" },
    at: "70m",
    about: blog,
  },
  HostRestarted: {
    fires: { node_boot_time_seconds: "0x400" },
    silent: { node_boot_time_seconds: "-3600x400" },
    at: "5m",
  },
};
