/** A network that an engine already has. */
export interface EngineNetwork {
  readonly name: string;
  readonly subnets: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  /** The machine's interface that stands for it. */
  readonly bridge: string;
}

/** As `docker network inspect` tells it. */
interface InspectedNetwork {
  readonly Name: string;
  readonly Id?: string;
  readonly Labels?: Record<string, string>;
  readonly Options?: Record<string, string>;
  readonly IPAM: { readonly Config?: readonly { readonly Subnet?: string }[] };
}

/** Reads what `docker network inspect` has written. */
export const parseNetworks = (inspected: string): EngineNetwork[] =>
  JSON.parse(inspected || "[]").map(({ Name, Id = "", Labels, Options, IPAM }: InspectedNetwork) => ({
    name: Name,
    labels: Labels ?? {},
    subnets: (IPAM.Config ?? []).flatMap(({ Subnet }) => Subnet ?? []),
    bridge: Options?.["com.docker.network.bridge.name"] ?? `br-${Id.slice(0, 12)}`,
  }));
