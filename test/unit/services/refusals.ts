import type { TraefikRouter } from "../../../components/router/component";
import type { DomainServiceArgs } from "../../../components/services/args";
import { checkService } from "../../../components/services/check";
import { madeUp } from "../madeUp";
import { refusalsOf } from "../refusals";

/** A router, as far as checks look at it; each is on a host of its own unless one is given. */
export function routerOn(routerName: string, host = {}) {
  return madeUp<TraefikRouter>("TraefikRouter", { routerName, network: { host } });
}

/** The least that a service has to set. */
export const usable = {
  router: routerOn("attic"),
  domains: ["blog.example.org"],
  image: "nginx:1.29.3-alpine",
  port: 8080,
};

/** Arguments as a program in JavaScript may give them: of any type. */
export type AnyArgs = { [name in keyof DomainServiceArgs]?: unknown };

/** What is wrong with a service: `path: reason` for each problem. */
export function refusals(args: AnyArgs, service = "blog"): string[] {
  return refusalsOf(service, () => checkService(service, { ...usable, ...args } as DomainServiceArgs));
}
