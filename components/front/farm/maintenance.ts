import { z } from "zod";
import { clientNetworksSchema } from "../../shared/clientNetwork";
import { expecting } from "../../shared/expecting";
import type { Fields } from "../../shared/problems";
import { maintenancePath } from "../haproxy/paths";
import { matcher } from "./domainRules";
import { renderPage } from "./pages";
import { serviceVariable } from "./places";

/** What a farm does where a service is under maintenance. */
export interface Maintenance {
  /**
   * Networks or addresses of visitors who see the service as ever: those who work on it.
   * @default nobody does
   */
  readonly allow?: readonly string[];
  /**
   * After how many seconds all others are told to come again, at most a day.
   * @default 600
   */
  readonly retrySeconds?: number;
}

const seconds = expecting("a number of whole seconds (1–86400)", "600");

/** What is said of maintenance. */
export const maintenanceSchema = z.strictObject(
  {
    allow: clientNetworksSchema("192.168.1.0/24")
      .min(1, "it lets nobody through; name a network, or leave allow out")
      .optional(),
    retrySeconds: z.int(seconds).min(1, seconds).max(86_400, seconds).optional(),
  } satisfies Fields<Maintenance>,
  expecting("a group with allow and retrySeconds", '{ allow: ["192.168.1.0/24"] }'),
);

/** The header by which programs know an answer for maintenance from one for a fault. */
export const maintenanceHeader = "X-Homeport-Maintenance";

const text = "txn.maintenance";

/** Rules by which visitors of a service under maintenance get its page. Its ports have the service's name and a dot. */
export const maintenanceRules = ({ allow = [], retrySeconds = 600 }: Maintenance): string[] => [
  `http-request set-var(${text}) var(${serviceVariable}),field(1,.),map_str(${maintenancePath})`,
  ...matcher("acl sees_maintained src", allow),
  `http-request return status 503 content-type "text/html; charset=utf-8" lf-string '${page}' hdr Retry-After ${retrySeconds} hdr Cache-Control no-store hdr ${maintenanceHeader} yes if { var(${text}) -m found }${allow.length > 0 ? " !sees_maintained" : ""}`,
];

const page = renderPage({ status: 503, title: "Maintenance", text: `%[var(${text}),url_dec]` });
