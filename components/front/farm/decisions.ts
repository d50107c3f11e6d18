import { type Claim, type Decision, decide } from "../../shared/precedence";

/** What a service claims, and who has it. */
export interface RoutedClaim extends Claim {
  /** None where the farm asks the container itself. */
  readonly routers: readonly { readonly routerName: string }[];
}

/** What a farm decides for each of its names. A router sends on by all the names it knows. */
export const decisionsOf = <C extends RoutedClaim>(claims: readonly C[]): Decision<C>[] =>
  decide(claims, (one, other) => one.routers.some((router) => has(other, router)));

const has = ({ routers }: RoutedClaim, { routerName }: { readonly routerName: string }): boolean =>
  routers.some((router) => router.routerName === routerName);
