import { z } from "zod";
import { expecting } from "./expecting";

/** Which requests are written to a container's log: every one, or those that failed. */
export type AccessLog = "all" | "failures";

export const accessLogSchema = z
  .enum(["all", "failures"], expecting('"all" or "failures"', "failures"))
  .optional();
