import { z } from "zod";
import { clientNetworksSchema } from "../../shared/clientNetwork";
import { withDefaults } from "../../shared/defaults";
import { expecting } from "../../shared/expecting";
import type { Fields } from "../../shared/problems";

/** A number of things at once, or `off` for as many as there can be. */
export type AtMost = number | "off";

/** How much one client address, or one /64 of IPv6, may have of a farm. */
export interface PerAddress {
  /**
   * Connections at once; a further one is closed.
   * @default 60 % of maxConnections
   */
  readonly connections: AtMost;
  /**
   * New connections within 10 seconds; a further one is closed before its handshake.
   * @default 1500
   */
  readonly newConnections: AtMost;
  /**
   * Requests at once, websockets aside: uploads, downloads, and all that has no answer yet. A further one is asked to wait.
   * @default 20 % of maxConnections
   */
  readonly requests: AtMost;
  /**
   * Websockets at once, and all else that goes over to another protocol; a further one is asked to wait.
   * @default half of maxConnections
   */
  readonly websockets: AtMost;
  /**
   * Wrong passwords within a minute at services with `users`; above, only those who were let in before are let in.
   * @default 30
   */
  readonly wrongPasswords: AtMost;
  /**
   * Networks and addresses to which none of these limits applies: a gateway behind which many visitors have one address. A
   * proxy in front that tells who they are goes into `behind`.
   * @default none
   */
  readonly except: readonly string[];
}

/** @param connections how many there may be at once, of all addresses */
export const perAddressOf = (connections: number, given?: Partial<PerAddress>): PerAddress =>
  withDefaults<PerAddress>(
    {
      connections: Math.ceil(connections * 0.6),
      newConnections: 1500,
      requests: Math.ceil(connections * 0.2),
      websockets: Math.ceil(connections * 0.5),
      wrongPasswords: 30,
      except: [],
    },
    given,
  );

const atMost = (what: string, example: string) => {
  const whole = expecting(`a whole number of ${what} (1–1000000), or "off"`, example);
  return z.union([z.int(whole).min(1, whole).max(1_000_000, whole), z.literal("off")], whole).optional();
};

/** What limits for each address have to look like. */
export const perAddressSchema = z.strictObject(
  {
    connections: atMost("connections", "1200"),
    newConnections: atMost("connections", "1500"),
    requests: atMost("requests", "400"),
    websockets: atMost("websockets", "1000"),
    wrongPasswords: atMost("passwords", "30"),
    except: clientNetworksSchema("10.0.0.7").optional(),
  } satisfies Fields<PerAddress>,
  expecting("a group of limits", "{ requests: 400 }"),
);
