import { execFile } from "node:child_process";
import { onTestFinished } from "vitest";
import { type PublicCertificate, planStore } from "../../components/front/certificates/plan";
import { pathOf, renderStore, storedFile } from "../../components/front/certificates/store";
import { withKey } from "../../components/front/certificates/storing";
import { renderFarm } from "../../components/front/farm/config";
import type { FarmConfig } from "../../components/front/farm/farmConfig";
import { renderApply } from "../../components/front/haproxy/apply";
import { renderStart } from "../../components/front/haproxy/start";
import {
  renderRouterCommand,
  routerGroup,
  routerUser,
  routesDirectory,
} from "../../components/router/config";
import { renderReady } from "../../components/router/ready";
import type { Publication } from "../../components/services/publish";
import { renderPublish } from "../../components/services/publish";
import { testImages } from "../images/tags";
import { type Issuer, makeCertificate, type TestCertificate } from "../support/certificates";
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
  /** The farm's container. */
  readonly farm: string;
  /** Gives the farm what it serves and shows, as an update does. */
  configure(shown: readonly Shown[], served: Served): Promise<void>;
  /** The certificates that it was made with. */
  readonly shown: readonly Shown[];
  readonly network: string;
  /** What addresses on the network begin with. */
  readonly prefix: string;
  /** Starts a container that the router reaches by this name. */
  start(name: string, image: string, ...words: string[]): string;
  publish(publication: Publication): { status: number | null; said: string };
}

/** A certificate, and for which names it is shown. */
export interface Shown extends Pick<TestCertificate, "chain" | "key"> {
  readonly domains: readonly string[];
}

type Served = Pick<FarmConfig, "domains"> & Partial<FarmConfig>;

/** Runs the engine's command while whoever asks the farm goes on. */
function meanwhile(words: string[], input: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const run = execFile("docker", words, { timeout: 120_000 }, (error) =>
      error ? reject(error) : resolve(),
    );
    run.stdin?.end(input);
  });
}

/** How a road is made. */
export interface RoadOptions {
  /** Options of the engine for farm and router. */
  readonly container?: readonly string[];
  /** Environment of the router. */
  readonly routerEnvironment?: readonly string[];
  /** Takes what is to be done at the end. @default at that of the test */
  readonly atEnd?: (end: () => void) => void;
}

/** @param names for which the farm has certificates */
export async function road(names: string[], served: Served, options: RoadOptions = {}): Promise<Road> {
  const { container = [], atEnd = onTestFinished } = options;
  const network = `speak-${process.pid}-${Date.now()}`;
  const prefix = await onFreeSubnet(async (free) => {
    const created = docker(["network", "create", "--subnet", `${free}.0/24`, network]);
    if (created.status !== 0) throw new Error(created.said);
    return free;
  });
  atEnd(() => void docker(["network", "rm", network]));
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
    atEnd(() => void docker(["rm", "-f", id]));
    return id;
  };
  const traefik = ['mkdir -p /etc/traefik/routes; exec traefik "$@"', "sh"];
  const asRouter = [
    ...container,
    ...(options.routerEnvironment ?? []).flatMap((one) => ["--env", one]),
    "--user",
    `${routerUser}:${routerGroup}`,
    "--tmpfs",
    `${routesDirectory}:mode=755`,
    "--entrypoint",
    "sh",
  ];
  const command = renderRouterCommand({
    trusted: [`${prefix}.0/24`],
    dashboard: false,
    logLevel: "INFO",
    accessLog: "all",
  });
  const router = start("router", testImages.traefik, ...asRouter, "--", "-c", ...traefik, ...command);
  const ready = inside(router, renderReady(["172.30.71.254"]));
  if (ready.status !== 0) throw new Error(ready.said);

  const farm = start(
    "farm",
    testImages.haproxy,
    ...container,
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
  const asHaproxy = (script: string) => meanwhile(["exec", "-i", farm, "sh"], script);
  const configure = async (shown: readonly Shown[], now: Served) => {
    const certificates: PublicCertificate[] = shown.map(({ domains, chain }, at) => ({
      service: `service-${at}`,
      domains,
      chain,
      clientAuthority: undefined,
    }));
    const plan = planStore(certificates);
    const list = storedFile("list", plan.list.text, plan.list.text);
    const leaves = plan.leaves.map((file, at) => withKey(file, shown[at]?.key ?? ""));
    await asHaproxy(renderStore("certificates", [...leaves, ...plan.clients, list]));
    await asHaproxy(
      renderApply(
        renderFarm({
          ...farms["one-router"],
          routers: [{ name: "router", host: "router", maxRequests: 1000 }],
          ...now,
          tls: { list: pathOf(list), clientChecked: [], hstsDays: 0 },
        }),
      ),
    );
  };
  const shown = [{ domains: names, ...leaf }];
  await configure(shown, served);
  const port = Number(docker(["port", farm, "443"]).said.trim().split(":").at(-1));
  const publish = (publication: Publication) =>
    docker(["exec", "-i", "-u", `0:${routerGroup}`, router, "sh"], renderPublish(publication));
  return { port, root, router, farm, shown, network, prefix, start, publish, configure };
}
