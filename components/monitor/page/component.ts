import type * as pulumi from "@pulumi/pulumi";
import type { Mounted } from "../../containers/place";
import { DomainService } from "../../services/component";
import type { Served } from "../../services/served";
import { defaultImages } from "../../shared/image";
import { engineTypes } from "../../survey/remembered";
import type { MonitorPageArgs, PageArgs, StatusPageArgs } from "./args";
import { checkedWords } from "./check";
import { madeMount, pagePort, serveScript } from "./serve";
import type { StatusWords } from "./statusPage";

const made = "made";

/** What is in its volume is made anew within a minute: it goes with the page, where data would stay. */
const goesAlong = (opts: pulumi.ComponentResourceOptions | undefined): pulumi.ComponentResourceOptions => ({
  ...opts,
  transformations: [
    ...(opts?.transformations ?? []),
    ({ type, props, opts: of }) =>
      type === engineTypes.volume ? { props, opts: { ...of, retainOnDelete: false } } : undefined,
  ],
});

/** What serves a page: nothing but a file server, which may write nothing and knows no password. */
const serving = ({ router, domains, allow, users, clientAuthority, image }: PageArgs) => ({
  router,
  domains,
  allow,
  users,
  clientAuthority,
  image: image ?? defaultImages.nodeExporter,
  entrypoint: ["sh", "-c", serveScript],
  user: "65534:65534",
  capabilities: [],
  readOnly: true,
  temporary: ["/tmp"],
  volumes: [{ name: made, path: madeMount, readOnly: true, shared: true, backup: "none" as const }],
  limits: { memory: "24MiB" as const, cpus: 0.2 },
  port: pagePort,
});

/** A page that a monitor makes where it finds it among its services. */
export interface Page extends Served {
  /** @internal */
  readonly page: {
    readonly args: PageArgs;
    /** What everybody may read; nothing where it is the page with everything. */
    readonly open?: StatusWords & Pick<StatusPageArgs, "shows">;
  };
}

export const isPage = (service: object): service is Page => "page" in service;

/** Where what is made of a page is written to. */
export const placeOfPage = (page: Page, path: string): Mounted => {
  const [held] = [...(page as Page & Pick<DomainService, "held">).held.values()];
  return { ...(held?.get(made)?.source as { volume: pulumi.Input<string> }), path };
};

/**
 * A page with all that a monitor knows: alerts, services, hosts, certificates, backups. It is a service like others, and
 * made by the monitor that it is named to among its services.
 *
 * @example
 * ```ts
 * const watch = new MonitorPage("watch", { router, domains: ["watch.example.org"], users: { anna: hash } });
 * const services = [blog, wiki, watch];
 * ```
 */
export class MonitorPage extends DomainService {
  /** @internal */
  readonly page: Page["page"];

  /** @throws RunError that names every argument that is not usable. */
  constructor(name: string, args: MonitorPageArgs, opts?: pulumi.ComponentResourceOptions) {
    super(name, serving(args), goesAlong(opts));
    this.page = { args };
  }
}

/**
 * A page for everybody: which services answer, and incidents in a person's words, also as a feed (Atom).
 *
 * @example
 * ```ts
 * const status = new StatusPage("status", {
 *   router,
 *   domains: ["status.example.org"],
 *   shows: { "Our blog": blog, Wiki: wiki },
 *   incidents: "incidents.yml",
 * });
 * ```
 */
export class StatusPage extends DomainService {
  /** @internal */
  readonly page: Page["page"];

  /** @throws RunError that names every argument that is not usable. */
  constructor(name: string, args: StatusPageArgs, opts?: pulumi.ComponentResourceOptions) {
    const words = checkedWords(name, args);
    super(name, serving(args), goesAlong(opts));
    this.page = { args, open: { ...words, shows: args.shows } };
  }
}
