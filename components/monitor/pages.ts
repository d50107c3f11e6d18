import { askedName } from "../services/askedName";
import type { ServedRoute } from "../services/routes";

/** What is asked as a visitor would ask it, through the farm. */
export interface Page {
  /** The service whose containers answer. */
  readonly service: string;
  /** The one router on the way; empty where there are several. */
  readonly router: string;
  /** The one host on the way; empty where there are several. */
  readonly host: string;
  readonly domain: string;
  /** With its query. */
  readonly path: string;
  /** The module of the probe by which the answer is judged. */
  readonly module: string;
}

/** Statuses of the whole of a class or of several. */
const classes = (...some: readonly number[]): number[] =>
  some.flatMap((one) => Array.from({ length: 100 }, (_, at) => one * 100 + at));

/** A service that asks for a password, or lets some addresses in alone, answers all the same. */
const closed = [401, 403];

const anyModule = "page_any";
const usualModule = "page";
const exactModule = (status: number): string => `${usualModule}_${status}`;

/** The statuses that are good, by module: those that pages need. */
export const modulesOf = (pages: readonly Page[]): Record<string, number[]> =>
  Object.fromEntries(
    [...new Set(pages.map(({ module }) => module))].sort().map((module) => [module, statusesOf(module)]),
  );

function statusesOf(module: string): number[] {
  if (module === usualModule) return [...classes(2, 3), ...closed];
  // Whoever is ready with an open port has said nothing of what it answers at "/".
  if (module === anyModule) return classes(2, 3, 4);
  return [Number(module.slice(exactModule(0).length - 1)), ...closed];
}

/**
 * The pages of a service, one for each way into it. Whoever asks visitors for a certificate, or speaks gRPC alone, has no
 * page that can be asked for.
 */
export const pagesOf = (service: string, routes: readonly ServedRoute[]): Page[] =>
  routes.flatMap(({ domains, pathPrefix = "", stripPrefix, clientAuthority, probe, routers }) => {
    const [router] = routers;
    if (router === undefined || clientAuthority !== undefined || probe?.kind === "grpc") return [];
    const page = {
      service,
      router: onlyOne(routers.map((one) => one.routerName)),
      host: onlyOne(routers.map((one) => one.network.host.hostName)),
      domain: askedName(domains),
    };
    if (probe?.kind !== "http") return [{ ...page, path: `${pathPrefix}/`, module: anyModule }];
    const { path, host, status } = probe;
    return [
      {
        ...page,
        domain: host?.replace(/:\d+$/, "") ?? page.domain,
        path: reached(pathPrefix, stripPrefix, path),
        module: status === undefined ? usualModule : exactModule(status),
      },
    ];
  });

const onlyOne = ([first = "", ...others]: readonly string[]): string =>
  others.every((other) => other === first) ? first : "";

/** A probe may ask for a path that no visitor reaches: then the prefix itself is asked for. */
function reached(prefix: string, stripped: boolean, path: string): string {
  if (stripped) return prefix + path;
  return path === prefix || path.startsWith(`${prefix}/`) ? path : `${prefix}/`;
}
