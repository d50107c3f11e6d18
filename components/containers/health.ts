import type * as docker from "@pulumi/docker";
import { z } from "zod";
import { expecting } from "../shared/expecting";
import type { Fields } from "../shared/problems";
import { goDuration } from "./duration";
import { wordsSchema } from "./words";

/** How the engine watches whether a container does its work: by a command in it, which ends with status 0 where it does. */
export interface Health {
  /**
   * The command, a text for each word.
   * @default `shell` has it
   */
  readonly command?: readonly string[];
  /**
   * The same as a line of the image's shell.
   * @default `command` has it
   */
  readonly shell?: string;
  /**
   * How long after one answer the next is asked for, in seconds.
   * @default 5
   */
  readonly intervalSeconds?: number;
  /**
   * How long an answer may take, in seconds.
   * @default 5
   */
  readonly timeoutSeconds?: number;
  /**
   * After how many failures in a row it is not healthy.
   * @default 3
   */
  readonly retries?: number;
  /**
   * How long failures do not count after a start, in seconds. A deploy waits that much longer.
   * @default 0
   */
  readonly startSeconds?: number;
}

/** In the form of the engine, and of the provider as it reads it back. */
export function renderHealth({
  command,
  shell,
  intervalSeconds = 5,
  timeoutSeconds = 5,
  retries = 3,
  startSeconds = 0,
}: Health): docker.types.input.ContainerHealthcheck {
  return {
    tests: shell === undefined ? ["CMD", ...(command ?? [])] : ["CMD-SHELL", shell],
    interval: goDuration(intervalSeconds),
    timeout: goDuration(timeoutSeconds),
    retries,
    ...(startSeconds > 0 && { startPeriod: goDuration(startSeconds) }),
  };
}

/** How long a container may take until it is healthy: what it is granted to get ready, and the start that does not count. */
export const healthySecondsOf = ({ startSeconds = 0 }: Health, readySeconds: number): number =>
  readySeconds + startSeconds;

const example = '{ shell: "curl -f http://127.0.0.1:8080/ || exit 1" }';
const line = expecting("a line of the shell", '"curl -f http://127.0.0.1:8080/ || exit 1"');
const seconds = expecting("a number of whole seconds, at least 1 and at most 3600", "10");
const secondsSchema = z.int(seconds).min(1, seconds).max(3600, seconds);
const start = expecting("a number of whole seconds, at most 3600", "60");
const times = expecting("a whole number, at least 1 and at most 100", "3");

export const healthSchema = z
  .strictObject(
    {
      command: wordsSchema('["wget", "-q", "http://127.0.0.1:8080/"]').optional(),
      shell: z.string(line).regex(/\S/, line).optional(),
      intervalSeconds: secondsSchema.optional(),
      timeoutSeconds: secondsSchema.optional(),
      retries: z.int(times).min(1, times).max(100, times).optional(),
      startSeconds: z.int(start).min(0, start).max(3600, start).optional(),
    } satisfies Fields<Health>,
    expecting("a group that says how health is asked for", example),
  )
  .superRefine(({ command, shell }, context) => {
    if ((command === undefined) === (shell === undefined))
      context.addIssue({
        code: "custom",
        message: `${command ? "it has both command and shell; leave one of the two" : "it has neither command nor shell"}; example: ${example}`,
      });
  });
