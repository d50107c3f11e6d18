import { figuresHost, figuresPaths } from "../../router/figures";
import { byCode } from "../../shared/order";
import { section } from "../haproxy/text";
import { figuresSection } from "./ownBackends";
import { connectRules, type FarmRouter, type FarRouter, farRules, farServer } from "./servers";

/** Where the farm shows a monitor the figures of another host, by the name of a router there. */
export const hostsPath = (router: string): string => `/hosts/${router}`;

const isFar = (router: FarmRouter): router is FarRouter => router.wire !== undefined;

const farOnes = (routers: readonly FarmRouter[]): FarRouter[] =>
  routers.filter(isFar).sort((a, b) => byCode(a.name, b.name));

/** All that a monitor is shown there. */
export const shownPaths = (routers: readonly FarmRouter[]): string[] =>
  farOnes(routers).flatMap(({ name }) => Object.values(figuresPaths).map((path) => hostsPath(name) + path));

export const figuresRules = (routers: readonly FarmRouter[]): string[] =>
  farOnes(routers).map(
    ({ name }) => `use_backend ${figuresSection(name)} if monitor { path_beg ${hostsPath(name)}/ }`,
  );

/** The sections by which other hosts are asked, over the wire that visitors' requests take. */
export const figuresSections = (routers: readonly FarmRouter[], connect: number): string[] =>
  farOnes(routers).map((router) =>
    section(
      `backend ${figuresSection(router.name)}`,
      connectRules(connect, 1),
      farRules,
      `http-request set-header Host ${figuresHost}`,
      `http-request replace-path ${hostsPath(router.name)}(/.*) \\1`,
      // By a name of its own: nobody counts it among the router's servers.
      farServer({ ...router, name: "figures" }),
    ),
  );
