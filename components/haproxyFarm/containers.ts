import { section } from "../haproxy/text";
import { at, type Neighbour } from "./servers";

/** A container that the farm asks without a router, with its domains. */
export interface FarmContainer extends Neighbour {
  readonly service: string;
  readonly domains: readonly string[];
  readonly port: number;
  readonly healthPath: string;
}

/** The section of a container of the program's own. What it answers is its own: no page takes its place. */
export const containerSection = (container: FarmContainer): string =>
  section(
    `backend container_${container.service}`,
    "# When the container closes a connection without a request is its own affair: none is kept that a request could meet.",
    "option http-server-close",
    "option httpchk",
    `http-check send meth GET uri ${container.healthPath} ver HTTP/1.1 hdr Host ${hostOf(container)}`,
    "http-check expect status 200-399",
    `server ${container.service} ${at(container, container.port)} check inter 1s fall 3 rise 1`,
  );

/** Many applications answer no name but their own. */
const hostOf = ({ domains }: FarmContainer): string => ([...domains].sort().at(-1) ?? "").replace("*", "any");
