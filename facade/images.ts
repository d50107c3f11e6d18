/** Images of what Homeport brings itself. */
export interface HomeImages {
  /** HAProxy of the farm and of the gates. */
  haproxy?: string;
  traefik?: string;
  /** Node.js, for what brings certificates to the farm that are not its own. */
  keeper?: string;
  /** lego, for certificates by ACME. */
  lego?: string;
  /** restic, for backups. */
  restic?: string;
  /** Python with its sqlite3, for backups of databases of SQLite. */
  sqlite?: string;
  /** The monitor's own part. */
  prometheus?: string;
  /** What tells people. */
  alertmanager?: string;
  /** blackbox_exporter, which asks for pages. */
  probes?: string;
  /** node_exporter, which reads a host's figures and serves the monitor's pages. */
  agent?: string;
}
