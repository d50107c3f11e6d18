import { farmPorts } from "../../../components/front/farm/ports";
import { isAgain } from "../../../components/front/haproxy/again";
import { maintenancePath } from "../../../components/front/haproxy/paths";
import { parseList } from "../../maintenance/script";
import type { CertificateFacts, ServerFacts } from "../facts/units";

const border = "== certificates";
const listBorder = "== maintenance";
const ask = (path: string): string => `wget -q -O - "http://127.0.0.1:${farmPorts.stats}${path}"`;

/**
 * A script that asks a farm from inside its container, wherever its statistics are published: both pages in one. That of
 * the certificates is not there in every version, nor is a list of services under maintenance.
 */
export const farmScript = `${ask("/stats;csv")} && echo "${border}" && { ${ask("/certificates/metrics")} || :; } && echo && echo "${listBorder}" && { cat ${maintenancePath} 2>/dev/null || :; }`;

/** What a farm says of itself. */
export interface FarmAnswer {
  readonly servers: readonly ServerFacts[];
  readonly certificates: readonly CertificateFacts[];
  /** What the pages say of services under maintenance, by their names. */
  readonly maintenance: Readonly<Record<string, string>>;
}

export function parseFarm(text: string): FarmAnswer {
  const [asked = "", list = ""] = text.split(`${listBorder}\n`);
  const [statistics = "", metrics = ""] = asked.split(`${border}\n`);
  return {
    servers: parseServers(statistics),
    certificates: parseCertificates(metrics),
    maintenance: parseList(list),
  };
}

/** No column that is read here has a comma in it, nor has one before. */
function parseServers(text: string): ServerFacts[] {
  const [head = "", ...lines] = text.split("\n");
  const names = head.replace(/^# /, "").split(",");
  return lines
    .map((line) => line.split(","))
    .map((line) => (name: string) => line[names.indexOf(name)] ?? "")
    .filter((column) => column("type") === server)
    .filter((column) => !isAgain({ section: column("pxname"), server: column("svname") }))
    .map((column) => ({
      section: column("pxname"),
      name: column("svname"),
      // Also "UP 1/2", where one check has failed, "no check", and those that a person has taken out.
      answers: !column("status").startsWith("DOWN"),
      check: column("check_status").replace(/^\* /, ""),
    }));
}

/** By HAProxy's numbers of types. */
const server = "2";

function parseCertificates(text: string): CertificateFacts[] {
  const facts = new Map<string, { until?: string; problem: boolean }>();
  for (const [, metric = "", domain = "", value] of text.matchAll(/^(\w+)\{domain="([^"]+)"\} (\S+)$/gm)) {
    const known = facts.get(domain) ?? { problem: false };
    if (metric === "homeport_certificate_expiry_timestamp_seconds")
      known.until = new Date(Number(value) * 1000).toISOString();
    if (metric === "homeport_certificate_problem") known.problem = value !== "0";
    facts.set(domain, known);
  }
  return [...facts].map(([domain, known]) => ({ domain, ...known }));
}
