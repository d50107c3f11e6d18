import { planStore } from "../../components/front/certificates/plan";
import { signAll } from "../../components/front/certificates/sign";
import { pathOf, renderStore, storedFile } from "../../components/front/certificates/store";
import { withKey } from "../../components/front/certificates/storing";
import { renderFarm } from "../../components/front/farm/config";
import type { FarmConfig } from "../../components/front/farm/farmConfig";
import { renderApply } from "../../components/front/haproxy/apply";
import { perAddressOf } from "../../components/front/haproxy/perAddress";
import { planAddresses } from "../../components/shared/subnet";
import { makeCertificate } from "../../test/support/certificates";
import type { Container } from "../../test/support/containers";
import { farms } from "../../test/unit/cases";
import { subnets } from "../ours";
import { runScript } from "./home";

/** Names that have a certificate together. */
export interface Certified {
  readonly service: string;
  readonly domains: readonly string[];
  readonly chain: string;
  readonly key: string;
}

/** An authority whose certificates a farm shows. */
export async function authority() {
  const root = await makeCertificate({ names: ["root.example.org"] });
  const term = { from: new Date(Date.now() - 86_400_000), until: new Date(Date.now() + 90 * 86_400_000) };
  const certify = (wanted: readonly { service: string; domains: readonly string[] }[]): Certified[] =>
    signAll(
      { certificate: root.pem, key: root.key },
      wanted.map(({ service, domains }) => ({
        commonName: service,
        dnsNames: domains,
        use: "server_auth" as const,
      })),
      term,
    ).map(({ chain, key }, at) => ({ ...wantedAt(wanted, at), chain, key }));
  return { root: root.pem, certify };
}

const wantedAt = <One>(all: readonly One[], at: number): One => all[at] as One;

/** The scripts by which an update gives a farm what it serves and shows. */
function scriptsOf(certified: readonly Certified[], config: Partial<FarmConfig>) {
  const plan = planStore(certified);
  const leaves = plan.leaves.map((leaf, at) => withKey(leaf, certified[at]?.key ?? ""));
  const list = storedFile("list", plan.list.text, plan.list.text);
  const rendered = renderFarm({
    ...farms["one-router"],
    subnet: subnets.growth,
    admins: ["127.0.0.0/8", planAddresses(subnets.growth).gateway],
    perAddress: perAddressOf(2048, {
      ...{ connections: "off", newConnections: "off", requests: "off", websockets: "off" },
    }),
    accessLog: "failures",
    ...config,
    tls: { list: pathOf(list), clientChecked: [], hstsDays: 0 },
  });
  return {
    store: renderStore("certificates", [...leaves, list]),
    apply: renderApply(rendered),
  };
}

/** @returns how many seconds both took */
export async function give(
  farm: Container,
  certified: readonly Certified[],
  config: Partial<FarmConfig>,
): Promise<number> {
  const { store, apply } = scriptsOf(certified, config);
  return (await runScript(farm, store)) + (await runScript(farm, apply));
}

/** The same where the certificates are there already. */
export const change = (
  farm: Container,
  certified: readonly Certified[],
  config: Partial<FarmConfig>,
): Promise<number> => runScript(farm, scriptsOf(certified, config).apply);
