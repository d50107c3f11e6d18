import { onTestFinished } from "vitest";
import { type PublicCertificate, planStore } from "../../components/front/certificates/plan";
import { pathOf, renderStore, storedFile } from "../../components/front/certificates/store";
import { withKey } from "../../components/front/certificates/storing";
import { type FarmConfig, renderFarm } from "../../components/front/farm/config";
import { renderApply } from "../../components/front/haproxy/apply";
import { renderStart } from "../../components/front/haproxy/start";
import { renderRouterCommand, routerUser, routesDirectory } from "../../components/router/config";
import { renderReady } from "../../components/router/ready";
import type { Publication } from "../../components/services/publish";
import { renderPublish } from "../../components/services/publish";
import { testImages } from "../images/tags";
import { type Issuer, makeCertificate } from "../support/certificates";
import { onFreeSubnet } from "../support/freeSubnet";
import { farms } from "../unit/cases";
import { docker, inside } from "./alone";

/** A farm, a router and containers on a network of their own, without Pulumi: rendered as a deployment renders it. */
export interface Road {
  /** The farm's port for TLS on this machine. */
  readonly port: number;
  /** Whose certificates the farm shows. */
  readonly root: Issuer;
  /** The router's container. */
  readonly router: string;
  readonly network: string;
  /** Starts a container that the router reaches by this name. */
  start(name: string, image: string, ...words: string[]): string;
  publish(publication: Publication): { status: number | null; said: string };
}

type Served = Pick<FarmConfig, "domains"> & Partial<FarmConfig>;

/** @param names for which the farm has certificates */
export async function road(names: string[], served: Served): Promise<Road> {
  const network = `speak-${process.pid}-${Date.now()}`;
  await onFreeSubnet(async (prefix) => {
    const created = docker(["network", "create", "--subnet", `${prefix}.0/24`, network]);
    if (created.status !== 0) throw new Error(created.said);
  });
  onTestFinished(() => void docker(["network", "rm", network]));
  const start = (name: string, image: string, ...words: string[]): string => {
    const { status, said } = docker([
      "run",
      "-d",
      "--network",
      network,
      "--network-alias",
      name,
      ...words.slice(0, words.indexOf("--") + 1).filter((word) => word !== "--"),
      image,
      ...words.slice(words.indexOf("--") + 1),
    ]);
    if (status !== 0) throw new Error(said);
    const id = said.trim();
    onTestFinished(() => void docker(["rm", "-f", id]));
    return id;
  };
  const traefik = ['mkdir -p /etc/traefik/routes; exec traefik "$@"', "sh"];
  const options = [
    "--user",
    `${routerUser}:${routerUser}`,
    "--tmpfs",
    `${routesDirectory}:mode=755`,
    "--entrypoint",
    "sh",
  ];
  const command = renderRouterCommand({
    trusted: ["172.16.0.0/12"],
    dashboard: false,
    logLevel: "DEBUG",
    accessLog: "all",
  });
  const router = start("router", testImages.traefik, ...options, "--", "-c", ...traefik, ...command);
  const ready = inside(router, renderReady(["172.30.71.254"]));
  if (ready.status !== 0) throw new Error(ready.said);

  const farm = start(
    "farm",
    testImages.haproxy,
    "-p",
    "127.0.0.1::443",
    "--entrypoint",
    "sh",
    "--",
    "-c",
    renderStart(false),
  );
  const root = await makeCertificate({ names: ["root.example.org"] });
  const leaf = await makeCertificate({ names, by: root });
  const certificates: PublicCertificate[] = [
    { service: "all", domains: names, chain: leaf.chain, clientAuthority: undefined },
  ];
  const plan = planStore(certificates);
  const list = storedFile("list", plan.list.text, plan.list.text);
  const leaves = plan.leaves.map((file) => withKey(file, leaf.key));
  const asHaproxy = (script: string) => {
    const { status, said } = docker(["exec", "-i", farm, "sh"], script);
    if (status !== 0) throw new Error(said);
  };
  asHaproxy(renderStore("certificates", [...leaves, ...plan.clients, list]));
  asHaproxy(
    renderApply(
      renderFarm({
        ...farms["one-router"],
        routers: [{ name: "router", host: "router" }],
        ...served,
        tls: { list: pathOf(list), clientChecked: [], hstsDays: 0 },
      }),
    ),
  );
  const port = Number(docker(["port", farm, "443"]).said.trim().split(":").at(-1));
  const publish = (publication: Publication) =>
    docker(["exec", "-i", "-u", `0:${routerUser}`, router, "sh"], renderPublish(publication));
  return { port, root, router, network, start, publish };
}
