import type { TLSSocket } from "node:tls";
import { buildConnector, Client } from "undici";
import type { LoadOptions } from "./load";
import type { LoadTally } from "./loadReport";
import { secure } from "./trust";

type Connector = ReturnType<typeof buildConnector>;

/**
 * The connections of a load run; each attempt to open one is counted. One undici Client is one connection.
 * With pipelining 1 it never sends a request twice: what was written when the connection died is reported as
 * an error (load.test.ts shows it).
 */
export class Connections {
  private readonly clients: Client[];
  private readonly connect: Connector;

  constructor(
    private readonly options: LoadOptions,
    tally: LoadTally,
  ) {
    this.connect = counted(options, tally);
    const kept = options.newConnections ? 0 : (options.connections ?? 32);
    this.clients = Array.from({ length: kept }, () => this.client());
  }

  /** The next connection in turn that is free, else simply the next: its request waits, and the wait counts. */
  next(turn: number): Client {
    if (this.options.newConnections) return this.client();
    const at = (i: number) => this.clients[(turn + i) % this.clients.length] as Client;
    for (let i = 0; i < this.clients.length; i++) if (at(i).stats.size === 0) return at(i);
    return at(0);
  }

  /** Says that the answer of a request on this connection is there, or lost. */
  async used(client: Client): Promise<void> {
    if (this.options.newConnections) await client.destroy();
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.close()));
  }

  private client(): Client {
    const { connect } = this;
    // Longer than any test: the farm closes first, as it would with a browser.
    const settings = { pipelining: 1, keepAliveTimeout: 600_000, keepAliveMaxTimeout: 600_000, connect };
    return new Client(this.options.origin, settings);
  }
}

function counted(
  { origin, host, ca, unverified, timeoutSeconds = 10 }: LoadOptions,
  tally: LoadTally,
): Connector {
  const security = secure(origin, host, { ca, unverified });
  // A session that is taken up again would leave out the certificate, and most of the handshake.
  const timeout = timeoutSeconds * 1_000;
  const open = buildConnector({ ...security, timeout, maxCachedSessions: 0 });
  return (wanted, callback) =>
    open({ ...wanted, servername: security.servername }, (...result) => {
      const [error, socket] = result;
      if (error) tally.notConnected++;
      else tally.connected((socket as Partial<TLSSocket>).getPeerX509Certificate?.()?.serialNumber);
      callback(...result);
    });
}
