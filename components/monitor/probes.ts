import { Document, isScalar, visit } from "yaml";
import { configDirectory } from "./layout";
import { modulesOf } from "./pages";
import type { Watched } from "./watched";

/** By which a further host is asked: one that is there takes the connection, at the gate of its router. */
export const hostModule = "host";
const connects = { prober: "tcp", timeout: "3s", tcp: { preferred_ip_protocol: "ip4" } };

/** The root of the farm's own authority. */
export const authorityFile = "authority.pem";

/**
 * Renders the configuration of blackbox_exporter. Whom visitors trust is known of the farm's own authority alone; when
 * other certificates end is told by the farm.
 * @see https://github.com/prometheus/blackbox_exporter/blob/v0.26.0/CONFIGURATION.md
 */
export function renderProbes({
  pages,
  authority,
  hosts,
}: Pick<Watched, "pages" | "authority" | "hosts">): string {
  const document = new Document({
    modules: {
      ...(hosts.length > 0 ? { [hostModule]: connects } : {}),
      ...Object.fromEntries(
        Object.entries(modulesOf(pages)).map(([module, statuses]) => [
          module,
          {
            prober: "http",
            http: {
              valid_status_codes: statuses,
              follow_redirects: false,
              fail_if_not_ssl: true,
              preferred_ip_protocol: "ip4",
              headers: { "User-Agent": "homeport" },
              tls_config: authority
                ? { ca_file: `${configDirectory}/${authorityFile}` }
                : { insecure_skip_verify: true },
            },
          },
        ]),
      ),
    },
  });
  visit(document, {
    Seq: (_, list) => {
      list.flow = list.items.every(isScalar);
    },
  });
  return document.toString({ lineWidth: 0 });
}
