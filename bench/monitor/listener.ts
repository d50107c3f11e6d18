import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import { engineAddress } from "../../test/support/containers";
import { waitFor } from "../../test/support/wait";

interface Message {
  readonly alerts: readonly {
    readonly status: string;
    readonly labels: Readonly<Record<string, string>>;
  }[];
}

/** Somebody who is told by a webhook, and looks at the clock. */
export class Listener {
  /** When an alert was told first, by its name and what it is about. */
  private readonly heard = new Map<string, number>();
  private readonly server = createServer(async (request, response) => {
    const now = performance.now();
    const told = await json(request);
    response.end();
    if (request.url !== "/people") return;
    for (const { status, labels } of (told as Message).alerts) {
      const what = `${status} ${labels.alertname}`;
      if (!this.heard.has(what)) this.heard.set(what, now);
    }
  }).listen(0);

  private constructor(private readonly address: string) {}

  static open = async (): Promise<Listener> => new Listener(await engineAddress());

  get url(): string {
    return `http://${this.address}:${(this.server.address() as AddressInfo).port}`;
  }

  /** @returns when it was told, by the clock of `performance` */
  told(alert: string, seconds: number): Promise<number> {
    return waitFor(`${alert} to be told`, async () => this.heard.get(`firing ${alert}`) ?? false, seconds);
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
