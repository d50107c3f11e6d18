import { z } from "zod";
import type { Found } from "./expecting";

/** More than anyone writes, and less than would upset the order of routes. */
const longest = 200;

/** A path of which no part can be written in another way, and none goes up or stays where it is. */
export const writtenPath = (message: { error: (found: Found) => string }) =>
  z
    .string(message)
    .max(longest, message)
    .regex(/^(\/(?!\.{1,2}(\/|$))[\w.~-]+)+$/, message);
