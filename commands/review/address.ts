import { isIPv4 } from "node:net";
import { isUnreachable } from "../../components/shared/publicly";
import { Failure } from "../shared/failure";

/**
 * What is being reviewed is for those who review it.
 * @throws Failure where the public could reach an address.
 */
export function checkAddress(text: string): void {
  if (isIPv4(text) && isUnreachable(text)) return;
  throw new Failure(`--bind: ${JSON.stringify(text)} is not a private IPv4 address; example: 10.0.0.1`);
}
