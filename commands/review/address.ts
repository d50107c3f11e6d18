import ipaddr from "ipaddr.js";
import { Failure } from "../shared/failure";

/**
 * What is being reviewed is for those who review it.
 * @throws Failure where the public could reach an address.
 */
export function checkAddress(text: string): void {
  const isPrivate =
    ipaddr.IPv4.isValidFourPartDecimal(text) &&
    ["loopback", "private", "carrierGradeNat"].includes(ipaddr.IPv4.parse(text).range());
  if (isPrivate) return;
  throw new Failure(`--bind: ${JSON.stringify(text)} is not a private IPv4 address; example: 10.0.0.1`);
}
