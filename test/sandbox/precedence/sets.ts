import * as fc from "fast-check";
import { decisionsOf } from "../../../components/front/farm/decisions";
import { servedBy } from "../../../components/front/farm/domains";
import type { Decision } from "../../../components/shared/precedence";
import { claimSets } from "../../unit/shared/claims";

/** A service of a generated set, as a farm has to know it. */
export interface MadeService {
  readonly serviceName: string;
  readonly domains: readonly string[];
  readonly pathPrefix?: string;
  /** Whose certificates its visitors show: the name of an authority. */
  readonly clientAuthority?: string;
  readonly routers: readonly { readonly routerName: string }[];
  readonly stickySessions: false;
  readonly stripPrefix: false;
  readonly webdavDestination: "http";
}

export const people = ["staff", "board"] as const;

const ofSet = fc.record({
  routers: fc.constantFrom(["attic"], ["attic"], ["cellar"], ["attic", "cellar"]),
  clientAuthority: fc.constantFrom(undefined, undefined, ...people),
});

/** Sets of services that a farm takes: all else it refuses at preview. */
export const serviceSets: fc.Arbitrary<MadeService[]> = claimSets
  .chain((claims) =>
    fc.tuple(...claims.map(() => ofSet)).map((all) =>
      claims.map(
        (claim, at): MadeService => ({
          ...claim,
          serviceName: `s${at}`,
          stickySessions: false,
          stripPrefix: false,
          webdavDestination: "http",
          clientAuthority: all[at]?.clientAuthority,
          routers: (all[at]?.routers ?? []).map((routerName) => ({ routerName })),
        }),
      ),
    ),
  )
  .filter(isTaken);

function isTaken(services: readonly MadeService[]): boolean {
  try {
    servedBy("farm", services);
    return true;
  } catch {
    return false;
  }
}

export const decided = (services: readonly MadeService[]): Decision<MadeService>[] => decisionsOf(services);
