import type { PlainProbe } from "../../services/probe";
import { questionOf } from "../../services/question";
import { planAddresses } from "../../shared/subnet";
import { section } from "../haproxy/text";
import { at, type Neighbour } from "./servers";

/** A container that the farm asks without a router, with its domains. */
export interface FarmContainer extends Neighbour {
  readonly service: string;
  readonly domains: readonly string[];
  readonly port: number;
  readonly probe: PlainProbe;
}

/**
 * The section of a container of the program's own. What it answers is its own: no page takes its place.
 * @param subnet the environment's network, of which the farm has an address
 */
export const containerSection = (container: FarmContainer, subnet: string): string =>
  section(
    `backend container_${container.service}`,
    checks(container, subnet),
    "# When the container closes a connection without a request is its own affair: none is kept that a request could meet.",
    "option http-server-close",
    `server ${container.service} ${at(container, container.port)} check inter 1s fall 3 rise 1`,
  );

/** It is asked as a router would ask it, and its answer taken by the same rule. */
function checks({ domains, probe }: FarmContainer, subnet: string): string[] {
  if (probe.kind === "tcp") return [];
  const { farm } = planAddresses(subnet);
  const { path, host, headers } = questionOf({ domains, stripPrefix: false, farm }, probe);
  const sent = Object.entries({ Host: host, ...headers }).map(([name, value]) => `hdr ${name} ${value}`);
  return [
    "option httpchk",
    `http-check send meth GET uri ${path} ver HTTP/1.1 ${sent.join(" ")}`,
    `http-check expect status ${probe.status ?? "200-399"}`,
  ];
}
