import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { run } from "../../test/images/run";
import { ask } from "../../test/support/http";
import { removeFolder } from "../../test/support/removeFolder";
import { waitFor } from "../../test/support/wait";
import { domain, farmUrls } from "../ours";
import { composeProject } from "./composeFile";

/** The same environment, deployed with Debian's docker-compose. */
export class Compose {
  private readonly folder = mkdtempSync(join(tmpdir(), "homeport-bench-compose-"));

  constructor(private readonly services: number) {
    this.write("first");
  }

  /** Changes the first service. */
  write(answer: string): void {
    for (const [path, text] of Object.entries(composeProject(this.services, answer))) {
      const file = join(this.folder, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  }

  /** @returns seconds until every service answers through the whole road, the first one with this answer */
  async up(answer: string): Promise<number> {
    const started = performance.now();
    await this.compose("up", "--detach");
    for (let service = 1; service <= this.services; service++)
      await waitFor(
        `service ${service} of Compose`,
        () => answers(farmUrls.http, service, service === 1 ? answer : "first"),
        60,
      );
    return (performance.now() - started) / 1_000;
  }

  /** @returns seconds */
  async down(): Promise<number> {
    const started = performance.now();
    await this.compose("down");
    return (performance.now() - started) / 1_000;
  }

  private compose = (...words: string[]): Promise<unknown> =>
    run("docker-compose", ["--no-ansi", ...words], {
      cwd: this.folder,
      // Below the number of services, Compose 1.29 waits for itself.
      env: {
        COMPOSE_PROJECT_NAME: "homeport-bench",
        COMPOSE_HTTP_TIMEOUT: "300",
        COMPOSE_PARALLEL_LIMIT: "500",
      },
    });

  close(): void {
    removeFolder(this.folder);
  }
}

/** Whether a service answers through the road, as it is now and not as it was. */
export async function answers(base: string, service: number, answer: string): Promise<boolean> {
  const { status, json } = await ask(base, domain(service), "/", { timeoutSeconds: 2 });
  return status === 200 && json().answer === answer;
}
