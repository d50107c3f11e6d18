/** Images of what Homeport brings itself. */
export interface HomeImages {
  /** HAProxy of the farm and of the gates. */
  haproxy?: string;
  traefik?: string;
  /** Node.js, for what brings certificates to the farm that are not its own. */
  keeper?: string;
  /** lego, for certificates by ACME. */
  lego?: string;
}
