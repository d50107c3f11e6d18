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
  /** When what was told. */
  private readonly heard: { readonly what: string; readonly at: number }[] = [];
  private readonly server = createServer(async (request, response) => {
    const at = performance.now();
    const told = await json(request);
    response.end();
    if (request.url !== "/people") return;
    for (const { status, labels } of (told as Message).alerts)
      this.heard.push({ what: `${status} ${labels.alertname}`, at });
  }).listen(0);

  private constructor(private readonly address: string) {}

  static open = async (): Promise<Listener> => new Listener(await engineAddress());

  get url(): string {
    return `http://${this.address}:${(this.server.address() as AddressInfo).port}`;
  }

  /**
   * @param from what was told before is of something else; by the clock of `performance`
   * @returns how long after that it was told, in seconds
   */
  async told(alert: string, from: number, seconds: number): Promise<number> {
    const isIt = ({ what, at }: { readonly what: string; readonly at: number }) =>
      what === `firing ${alert}` && at >= from;
    const { at } = await waitFor(`${alert} to be told`, async () => this.heard.find(isIt), seconds);
    return (at - from) / 1_000;
  }

  close(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}
