/** How long the farm waits, in seconds. */
export interface FarmTimeouts {
  /** For a connection to a container; to a router at most 1.2 s, twice. @default 5 */
  readonly connect: number;
  /** For a TLS handshake, and for the headers of a request. @default 10 */
  readonly request: number;
  /** For the next request on a kept connection; shorter than a stopped router goes on. @default 5 */
  readonly keepAlive: number;
  /** For a visitor who sends or takes nothing. @default 60 */
  readonly client: number;
  /** For a service that says nothing. @default 300 */
  readonly server: number;
  /** For a silent websocket. @default 3600 */
  readonly tunnel: number;
}
