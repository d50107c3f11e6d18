import { Document, isScalar, visit } from "yaml";
import { configDirectory, secretFile } from "./layout";
import { worksMark } from "./page/works";
import { modulesOf } from "./pages";
import type { Watched, WatchedHome } from "./watched";

/** By which a further host is asked: one that is there takes the connection, at the gate of its router. */
export const hostModule = "host";
const connects = { prober: "tcp", timeout: "3s", tcp: { preferred_ip_protocol: "ip4" } };

/** The root of the farm's own authority. */
export const authorityFile = "authority.pem";

/** By which the page of another home is asked. */
export const homeModule = (home: string): string => `home_${home}`;
export const homeSecret = (home: string): string => `home-${home}`;
export const homeAuthority = (home: string): string => `home-${home}.pem`;

const ofHome = ({ name, user, authority }: WatchedHome) => ({
  prober: "http",
  http: {
    valid_status_codes: [200],
    follow_redirects: false,
    fail_if_not_ssl: true,
    fail_if_body_not_matches_regexp: [worksMark],
    preferred_ip_protocol: "ip4",
    headers: { "User-Agent": "homeport" },
    ...(user ? { basic_auth: { username: user, password_file: secretFile(homeSecret(name)) } } : {}),
    ...(authority ? { tls_config: { ca_file: `${configDirectory}/${homeAuthority(name)}` } } : {}),
  },
});

/**
 * Renders the configuration of blackbox_exporter. Whom visitors trust is known of the farm's own authority alone; when
 * other certificates end is told by the farm.
 * @see https://github.com/prometheus/blackbox_exporter/blob/v0.26.0/CONFIGURATION.md
 */
export function renderProbes({
  pages,
  authority,
  hosts,
  homes,
}: Pick<Watched, "pages" | "authority" | "hosts" | "homes">): string {
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
      ...Object.fromEntries(homes.map((home) => [homeModule(home.name), ofHome(home)])),
    },
  });
  visit(document, {
    Seq: (_, list) => {
      list.flow = list.items.every(isScalar);
    },
  });
  return document.toString({ lineWidth: 0 });
}
