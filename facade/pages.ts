import type * as pulumi from "@pulumi/pulumi";
import { MonitorPage, type Served, StatusPage, type TraefikRouter } from "homeport";
import type { HomeImages } from "./images";

/** The page with all that the monitor knows, on the first host. */
export interface HomePage {
  /** Names under which it is found. */
  domains: string[];
  /** Networks or addresses of clients that are let in; everyone by default. */
  allow?: string[];
  /** Bcrypt hash of the password by name of the user; nobody is asked by default. */
  users?: Record<string, pulumi.Input<string>>;
  /** PEM of the authorities by one of which each visitor's certificate has to be issued; none is needed by default. */
  clientAuthority?: pulumi.Input<string>;
}

/** A page for everybody: which services answer, and incidents in a person's words. */
export interface HomeStatusPage extends HomePage {
  /** Names of services by the names that readers know. Nothing else is on the page. */
  shows: Record<string, string>;
  /** "Status" by default. */
  title?: string;
  /** File with incidents, by its absolute path; none are told by default. */
  incidents?: string;
}

/** The pages that a home has, which its monitor makes. */
export interface Pages {
  readonly monitorPage?: HomePage;
  readonly statusPage?: HomeStatusPage;
}

/**
 * Makes the pages of a home.
 * @param services by their names within the home
 */
export function makePages(
  home: string,
  { monitorPage, statusPage }: Pages,
  router: TraefikRouter,
  services: ReadonlyMap<string, Served>,
  { agent: image }: HomeImages,
  parent: pulumi.Resource,
): Served[] {
  const watch =
    monitorPage && new MonitorPage(`${home}-watch`, { ...monitorPage, router, image }, { parent });
  const status =
    statusPage &&
    new StatusPage(
      `${home}-status`,
      { ...statusPage, shows: shown(statusPage, services), router, image },
      { parent },
    );
  return [watch, status].flatMap((one) => one ?? []);
}

const shown = ({ shows }: HomeStatusPage, services: ReadonlyMap<string, Served>): Record<string, Served> =>
  Object.fromEntries(
    Object.entries(shows).flatMap(([title, name]) => {
      const service = services.get(name);
      return service ? [[title, service]] : [];
    }),
  );
