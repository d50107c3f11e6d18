import { z } from "zod";
import { expecting } from "../shared/expecting";
import type { Fields } from "../shared/problems";

/** Where the engine keeps what containers write. */
export interface Logging {
  /** One of the engine's drivers. `homeport logs` and a failed deploy read those that `docker logs` can read. */
  readonly driver: string;
  /**
   * What the driver is told. Nothing secret: `docker inspect` shows it.
   * @default none
   */
  readonly options?: Readonly<Record<string, string>>;
}

/** When the engine starts a container again that has ended. */
export type Restart = "always" | "unless-stopped" | "on-failure" | "no";

const driver = expecting("the name of a logging driver", '"local"');
const text = expecting("a text", '"10m"');

export const loggingSchema = z.strictObject(
  {
    driver: z.string(driver).regex(/^[a-z][\w.:/-]*$/, driver),
    options: z
      .record(z.string(), z.string(text), expecting("a group of texts", '{ "max-size": "10m" }'))
      .optional(),
  } satisfies Fields<Logging>,
  expecting("a logging driver", '{ driver: "local", options: { "max-size": "10m" } }'),
);

export const restartSchema = z.enum(
  ["always", "unless-stopped", "on-failure", "no"],
  expecting('"always", "unless-stopped", "on-failure" or "no"', '"on-failure"'),
);
