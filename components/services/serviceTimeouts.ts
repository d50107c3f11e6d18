import { z } from "zod";
import { expecting } from "../shared/expecting";
import type { Fields } from "../shared/problems";
import { type DataSize, isDataSize, toBytes } from "../shared/size";

/** How long a farm waits for one service, in seconds. */
export interface ServiceTimeouts {
  /** For an application that says nothing. @default the farm's */
  readonly server?: number;
  /** For a silent websocket. @default the farm's */
  readonly tunnel?: number;
}

const seconds = z
  .int(expecting("a number of whole seconds", "600"))
  .min(1, expecting("at least 1 second", "600"))
  .max(86_400, expecting("at most 86400 seconds, a day", "600"))
  .optional();

/** How long a farm waits. */
export const timeoutsSchema = z
  .strictObject(
    { server: seconds, tunnel: seconds } satisfies Fields<ServiceTimeouts>,
    expecting("a group of seconds", "{ server: 600 }"),
  )
  .refine(({ server, tunnel }) => server !== undefined || tunnel !== undefined, {
    error: "it says nothing; name server or tunnel, or leave timeouts out",
  });

const most = toBytes("1024GiB");

/** How large what a visitor sends may be. */
export const bodyLimitSchema = z
  .custom<DataSize>(
    (size) => typeof size === "string" && isDataSize(size),
    expecting("an amount above 0 in KiB, MiB or GiB", "10MiB"),
  )
  .refine((size) => toBytes(size) <= most, expecting("at most 1024GiB", "10MiB"));
