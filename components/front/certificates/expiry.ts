import * as pulumi from "@pulumi/pulumi";
import { day } from "./judge/choose.js";

/** How long before its end a certificate is spoken of, in days. */
const warnDays = 30;

const daySeconds = 86_400;

/** @returns when a certificate ends, in words, where that is soon. Both times are in seconds since 1970. */
export function endsSoon(until: number, now: number): string | undefined {
  if (until > now + warnDays * daySeconds) return undefined;
  const left = Math.floor((until - now) / daySeconds);
  return left < 0 ? `expired on ${day(until)}` : `expires on ${day(until)}, in ${left} days`;
}

/** Warns where the certificates of the environment's own authority end soon although an update renews them in time. */
export function warnOfEnd(farm: string, validUntil: string, now = new Date()): void {
  const ending = endsSoon(Date.parse(validUntil) / 1000, now.getTime() / 1000);
  if (ending)
    pulumi.log.warn(
      `${farm}.certificates: what the environment's authority issued ${ending}; with a longer renewDays this update would renew it`,
    );
}
