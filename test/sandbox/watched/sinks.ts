import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json, text } from "node:stream/consumers";
import { SMTPServer } from "smtp-server";
import { monitorImage } from "../../images/tags";
import { type Container, docker, engineAddress, inspect } from "../../support/containers";
import { waitFor } from "../../support/wait";

/** What Alertmanager sends to a webhook. */
export interface Message {
  readonly status: "firing" | "resolved";
  readonly alerts: readonly {
    readonly status: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
}

/** A text that somebody got, and what it was sent to. */
interface Text {
  readonly path: string;
  readonly body: Readonly<Record<string, string>>;
}

/** What ntfy shows on a phone. */
interface Pushed {
  readonly title?: string;
  readonly message: string;
  /** @default that of most, 3 */
  readonly priority?: number;
  readonly tags?: readonly string[];
}

export const secrets = {
  webhook: "/secret-of-the-webhook",
  token: "secret-of-the-token",
  dead: "/secret-of-the-switch",
};

/** Everybody whom a monitor may tell: a real ntfy, a server of mail, and what takes JSON. */
export class Sinks {
  readonly messages: Message[] = [];
  readonly texts: Text[] = [];
  readonly mails: string[] = [];
  beats = 0;
  private readonly mail = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData: (stream, _, done) => {
      text(stream).then((mail) => {
        this.mails.push(unquoted(mail));
        done();
      }, done);
    },
  });
  private readonly server = createServer(async (request, response) => {
    const { url = "", headers } = request;
    const known = headers.authorization === `Bearer ${secrets.token}`;
    const told = await json(request);
    if (url === secrets.dead) this.beats++;
    else if (known && url === secrets.webhook) this.messages.push(told as Message);
    // As Gotify does.
    else if (url === "/gotify/message/") response.writeHead(307, { Location: "/gotify/message" });
    else if (known) this.texts.push({ path: url, body: told as Text["body"] });
    response.end();
  });

  private constructor(
    readonly address: string,
    readonly mailPort: number,
    private readonly ntfy: Container,
  ) {}

  /** Mail is down until it is opened. */
  static async start(): Promise<Sinks> {
    const address = await engineAddress();
    const container = await docker.createContainer({
      Image: monitorImage,
      Entrypoint: ["ntfy", "serve", "--listen-http", ":8080", "--base-url", "http://ntfy.example.org"],
      ExposedPorts: { "8080/tcp": {} },
      HostConfig: { PortBindings: { "8080/tcp": [{ HostIp: address, HostPort: "0" }] } },
    });
    await container.start();
    const free = createServer().listen(0);
    const mailPort = (free.address() as AddressInfo).port;
    free.close();
    const sinks = new Sinks(address, mailPort, await inspect(container.id));
    sinks.server.listen(0);
    return sinks;
  }

  get http(): string {
    return `http://${this.address}:${(this.server.address() as AddressInfo).port}`;
  }

  get topic(): string {
    const [binding] = this.ntfy.NetworkSettings.Ports["8080/tcp"] ?? [];
    return `http://${this.address}:${binding?.HostPort}/home`;
  }

  /** What a subscriber of the topic has got. */
  async pushed(): Promise<Pushed[]> {
    const said = await (await fetch(`${this.topic}/json?poll=1`)).text();
    return said
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
  }

  openMail(): Promise<void> {
    return new Promise((resolve) => this.mail.listen(this.mailPort, "0.0.0.0", resolve));
  }

  /** All that anybody has got, in one text. */
  async everything(): Promise<string> {
    return JSON.stringify([
      this.messages,
      this.texts.map(({ body }) => body),
      this.mails,
      await this.pushed(),
    ]);
  }

  /** Each thing that was told, with what it was about: in the order of arrival. */
  told(about: (labels: Readonly<Record<string, string>>) => string | undefined): string[] {
    return this.messages.flatMap(({ status, alerts }) =>
      alerts.map(({ labels }) => [status, labels.alertname, about(labels)].filter(Boolean).join(" ")),
    );
  }

  async stop(): Promise<void> {
    this.server.close();
    this.mail.close();
    await docker.getContainer(this.ntfy.Id).remove({ force: true });
  }

  async ready(): Promise<void> {
    await waitFor("ntfy", () => this.pushed());
  }
}

/** Mail as it is read: its lines are broken, and signs in it are written as numbers. */
const unquoted = (mail: string): string =>
  mail
    .replaceAll("\r\n", "\n")
    .replaceAll("=\n", "")
    .replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(Number.parseInt(code, 16)));
