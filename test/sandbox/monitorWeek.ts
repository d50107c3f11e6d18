/** Figures of a week in which nothing is wrong, minute by minute: deploys, restarts of proxies, and what comes and goes by itself. */

const day = 24 * 60;
export const minutes = 7 * day;

/** A value for each minute; `_` where nothing is told. */
const each = (value: (minute: number) => number | "_"): string =>
  Array.from({ length: minutes + 1 }, (_, minute) => value(minute)).join(" ");
const always = (value: number) => `${value}x${minutes}`;
/** Whether it is so long after a moment of each day. */
const after = (moment: number, long: number) => (minute: number) =>
  minute % day >= moment && minute % day < moment + long;

/** In the night backups make all slow, at noon a new version comes; the farm and the router come back after a minute. */
const night = after(3 * 60 + 15, 40);
const noon = 12 * 60;
const deploy = after(noon, 2);
const restart = after(13 * 60, 1);
const version = (minute: number) => Math.floor((minute + day - noon) / day);
const wave = (minute: number) => Math.sin((minute / day) * 2 * Math.PI);
const hidden = (minute: number) => minute % 977 === 0;

/** Of a version, from its deploy on and until a minute after the next one's. */
const ofVersions = (figure: string, labels: string, value: (minute: number) => number) =>
  Object.fromEntries(
    Array.from({ length: 8 }, (_, at) => [
      `${figure}{job="agent",host="attic",${labels},container="blog-0-${at}"}`,
      each((minute) => {
        const age = minute - (at * day - day + noon);
        return age >= 0 && age <= day + 1 ? value(minute) : "_";
      }),
    ]),
  );

const page = '{job="pages",service="blog",router="router",host="attic",page="blog.example.org/"}';
const disk = '{job="agent",host="attic",mountpoint="/watch"}';
const served = 'kind="served",service="blog"';

export const week: Readonly<Record<string, string>> = {
  'up{job="farm"}': each((minute) => (restart(minute) ? 0 : 1)),
  'up{job="alertmanager"}': each((minute) => (deploy(minute) ? 0 : 1)),
  'up{job="probes"}': always(1),
  'up{job="prometheus"}': always(1),
  'up{job="agent",host="attic"}': always(1),
  'up{job="agent",host="cellar"}': each((minute) => (hidden(minute) ? 0 : 1)),
  'up{job="routers",host="cellar",router="apps-router"}': always(1),
  'probe_success{job="hosts",host="cellar"}': each((minute) => (hidden(minute) ? 0 : 1)),
  'probe_success{job="homes",home="hut"}': each((minute) => (after(60, 4)(minute) ? 0 : 1)),
  [`probe_success${page}`]: each((minute) => (hidden(minute) || deploy(minute) ? 0 : 1)),
  [`probe_http_status_code${page}`]: each((minute) => (hidden(minute) || deploy(minute) ? 503 : 200)),
  [`probe_duration_seconds${page}`]: each((minute) => (night(minute) && minute % 5 > 0 ? 3.4 : 0.2)),
  'haproxy_server_status{job="farm",router="router",host="attic",state="UP"}': each((minute) =>
    after(noon + 30, 1)(minute) ? 0 : 1,
  ),
  'haproxy_frontend_current_sessions{job="farm",proxy="web"}': each((minute) => 300 + 200 * wave(minute)),
  'haproxy_frontend_limit_sessions{job="farm",proxy="web"}': always(1000),
  'prometheus_rule_evaluation_failures_total{job="prometheus"}': always(0),
  'alertmanager_notifications_failed_total{job="alertmanager"}': always(0),
  'traefik_service_requests_total{job="routers",service="blog",code="200"}': each((minute) => minute * 60),
  // One in a hundred, and more of them for some seconds of each deploy.
  'traefik_service_requests_total{job="routers",service="blog",code="502"}': each(
    (minute) => Math.floor(minute * 0.6) + version(minute) * 10,
  ),
  ...ofVersions("homeport_container_running", served, () => 1),
  ...ofVersions("homeport_container_wanted", served, () => 1),
  ...ofVersions("homeport_container_start_seconds", served, (minute) => version(minute)),
  ...ofVersions("homeport_container_memory_bytes", served, (minute) => 70 + 20 * wave(minute)),
  ...ofVersions("homeport_container_limit_bytes", served, () => 100),
  'homeport_container_running{job="agent",host="attic",kind="beside",service="db",container="db-0"}': each(
    (minute) => (deploy(minute) ? 0 : 1),
  ),
  'node_vmstat_oom_kill{job="agent",host="attic"}': always(2),
  'node_memory_MemAvailable_bytes{job="agent",host="attic"}': each((minute) => 30 + 20 * wave(minute)),
  'node_memory_MemTotal_bytes{job="agent",host="attic"}': always(100),
  // A set is written each night and an old one removed after it; uploads stay.
  [`node_filesystem_avail_bytes${disk}`]: each(
    (minute) => 45 - minute / 4000 - (night(minute) ? ((minute % day) - 195) / 8 : 0),
  ),
  [`node_filesystem_size_bytes${disk}`]: always(100),
  'homeport_disk_writable{job="agent",host="attic"}': always(1),
  'node_boot_time_seconds{job="agent",host="attic"}': always(-3600),
  'node_time_seconds{job="agent",host="cellar"}': each((minute) => minute * 60 + 2 * wave(minute)),
  'homeport_certificate_expiry_timestamp_seconds{job="certificates",domain="blog.example.org"}': each(
    (minute) => minute * 60 + 40 * 86_400,
  ),
  'homeport_certificate_problem{job="certificates",domain="blog.example.org"}': each((minute) =>
    after(5 * 60, 20)(minute) ? 1 : 0,
  ),
  'homeport_backup_age_seconds{job="backups",service="wiki",volume="files",place="0"}': each(
    (minute) => (((minute - 235 + 2 * day) % day) + 1) * 60,
  ),
};
