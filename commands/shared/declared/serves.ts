import { inUrl } from "../../../components/shared/address";
import { nameOf, type Resource } from "../state";
import { containerOf } from "./containers";
import type { DeclaredPort } from "./facts";

export function doorOf({ urn, outputs }: Resource): DeclaredPort[] {
  const { service, address } = (outputs ?? {}) as Partial<DeclaredPort>;
  return service === undefined || address === undefined ? [] : [{ name: nameOf(urn), service, address }];
}

export function udpOf(one: Resource): DeclaredPort[] {
  const { unit, role } = containerOf(one);
  if (role !== "service") return [];
  const ports = (one.outputs?.ports ?? []) as readonly {
    readonly external?: number;
    readonly ip?: string;
    readonly protocol?: string;
  }[];
  return ports.flatMap(({ external, ip = "0.0.0.0", protocol }) =>
    external === undefined
      ? []
      : [
          {
            name: `${external}/${protocol}`,
            service: unit.replace("/", "-"),
            address: `${protocol}://${inUrl(ip)}:${external}`,
          },
        ],
  );
}

/** An application's containers are called by both names, as in their labels. */
export const memberName = ({ parent = "", outputs }: Resource): string =>
  `${nameOf(parent)}/${(outputs as { readonly container?: string } | undefined)?.container}`;

interface Way {
  readonly domains?: readonly string[];
  readonly pathPrefix?: string;
  readonly also?: readonly Way[];
}

export function servedBy(outputs: Way | undefined): string[] {
  const { domains = [], pathPrefix = "", also = [] } = outputs ?? {};
  return [...domains.map((domain) => domain + pathPrefix), ...also.flatMap(servedBy)];
}

export function addressesOf(outputs: Resource["outputs"]): string[] {
  const { https } = (outputs?.addresses ?? {}) as { readonly https?: string };
  return https === undefined ? [] : [https];
}
