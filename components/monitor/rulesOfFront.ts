import { npx } from "../shared/npx";
import { type Findings, found, homeport, label, lately, onHost, typedAt } from "./rule";
import type { Watched } from "./watched";

/** What is found of farm, routers and certificates. */
export const ofFront: Findings = (watched, at) => {
  const { farm } = watched;
  // Those of an own authority come with an update; whoever takes the others from elsewhere says what is in the way.
  const source = watched.certificates
    ? homeport(watched, `logs ${watched.certificates}`, "--since 24h")
    : npx(`pulumi up --stack ${watched.stack}`);
  const farmLogs = homeport(watched, `logs ${farm}`, "--since 15m");
  const domain = label("domain");
  const days = `(min by (domain) (${lately("homeport_certificate_expiry_timestamp_seconds")}) - time()) / 86400`;
  return {
    FarmGone: {
      expr: 'up{job="farm"} == 0',
      summary: `${farm}: the farm does not answer`,
      means: "No visitor gets anything, of any service.",
      next: farmLogs,
    },
    ...ofRouters(watched),
    VisitorsTurnedAway: {
      expr: `haproxy_frontend_current_sessions{job="farm",proxy="web"} / haproxy_frontend_limit_sessions * 100 > ${at("VisitorsTurnedAway")}`,
      summary: `${farm}: ${found} % of the connections that it may have are taken`,
      means: "Soon visitors wait for a connection.",
      next: farmLogs,
    },
    CertificateEnded: {
      expr: `${days} < 0`,
      summary: `${domain}: its certificate has ended`,
      means: "Browsers refuse the page, and programs too.",
      next: source,
    },
    CertificateEnds: {
      expr: `${days} >= 0 < ${at("CertificateEnds")}`,
      summary: `${domain}: its certificate ends in ${found} days`,
      means: "Nothing yet. After that, browsers refuse the page.",
      next: source,
    },
    CertificateProblem: {
      expr: "homeport_certificate_problem == 1",
      summary: `${domain}: there is no usable certificate where it comes from`,
      means: "Visitors have the one before as long as it is valid.",
      next: source,
    },
  };
};

/** What is found of homes elsewhere, which find the same of this one. */
export const ofHomes: Findings = ({ homes }) => {
  if (homes.length === 0) return {};
  const home = label("home");
  return {
    HomeGone: {
      expr: 'probe_success{job="homes"} == 0',
      summary: `${home}: the monitor of this home does not answer, or cannot tell anybody`,
      means: "Its visitors may get nothing, and nobody there hears of it.",
      next: typedAt(npx("homeport status"), `in the project of ${home}`),
    },
  };
};

/** Series of further hosts that are gone. */
const goneHosts = 'probe_success{job="hosts"} == 0';

function ofRouters(watched: Watched): ReturnType<Findings> {
  const { routers, hosts } = watched;
  if (routers.length === 0) return {};
  const gone = 'max by (router, host) (haproxy_server_status{job="farm",state="UP",router!=""}) == 0';
  const router = label("router");
  return {
    RouterGone: {
      expr: hosts.length === 0 ? gone : `${gone} unless on (host) ${goneHosts}`,
      summary: `${router}: the farm does not reach this router`,
      means: "Visitors of all its services get an error page.",
      next: homeport(watched, `logs ${router}`, "--since 15m"),
    },
  };
}

/** What is found of hosts beside the farm's. */
export const ofFurtherHosts: Findings = (watched, at) => {
  if (watched.hosts.length === 0) return {};
  const host = label("host");
  return {
    HostGone: {
      expr: goneHosts,
      summary: `${host}: the host does not answer`,
      means: "Visitors of what is on it alone get an error page.",
      next: `ping -c 3 ${label("gate")}`,
    },
    ClockOff: {
      expr: `abs(node_time_seconds{job="agent"} - timestamp(node_time_seconds{job="agent"})) > ${at("ClockOff")}`,
      summary: `${host}: its clock and that of ${watched.host} are ${found} s apart`,
      means: "Nothing yet. Certificates, passwords for a moment and the times of messages go wrong by it.",
      next: onHost("timedatectl"),
    },
  };
};
