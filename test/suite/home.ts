import {
  DockerHost,
  DomainService,
  type DomainServiceArgs,
  describeServices,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  secretSetting,
  TraefikRouter,
} from "../../components";
import { readScenario } from "./scenario";

/** A home with one service of each sort, all of them the echo server; the suite's assertions are about it. */
export function home() {
  const { subnet, routerPort, farm: front, images } = loadSettings();
  const scenario = readScenario();
  const environment = { ANSWER: scenario.answer };

  const host = new DockerHost("infra", { kind: "local" });
  const network = new EnvironmentNetwork("network", { host, subnet });
  const router = new TraefikRouter("router", {
    network,
    image: images.traefik,
    logLevel: scenario.routerLogLevel,
    publish: routerPort,
    gateImage: images.haproxy,
  });
  const echo = (name: string, args: Partial<DomainServiceArgs> & Pick<DomainServiceArgs, "domains">) =>
    new DomainService(name, {
      router,
      image: images.echo,
      port: 8080,
      environment,
      readiness: { kind: "http", path: "/health" },
      drainSeconds: 2,
      readOnly: true,
      limits: { memory: "64MiB" },
      ...args,
    });

  const services = [
    echo("web", {
      domains: [
        "web.example.org",
        "www.example.org",
        ...(scenario.extraDomain ? [scenario.extraDomain] : []),
      ],
      replicas: scenario.replicas,
      readySeconds: scenario.unhealthy ? 5 : 15,
      environment: {
        ...environment,
        ...(scenario.unhealthy ? { UNHEALTHY: "yes" } : {}),
        ...(scenario.readyAfterSeconds ? { READY_AFTER_SECONDS: String(scenario.readyAfterSeconds) } : {}),
      },
    }),
    echo("console", { domains: ["apps.example.org"], pathPrefix: "/console", stripPrefix: true }),
    echo("portal", {
      domains: ["apps.example.org"],
      pathPrefix: "/portal",
      healthCommand: ["/echo", "health"],
    }),
    echo("shops", { domains: ["*.shops.example.org"] }),
    echo("fair", { domains: ["fair.shops.example.org"] }),
    echo("basket", { domains: ["basket.example.org"], replicas: 3, stickySessions: true }),
    echo("store", { domains: ["store.example.org"], volumes: [{ name: "data", path: "/data" }] }),
    echo("vault", {
      domains: ["vault.example.org"],
      environment: { ...environment, SECRET: secretSetting("vault") },
    }),
    ...(scenario.guest ? [echo("guest", { domains: ["guest.example.org"] })] : []),
  ];
  const farm = new HaproxyFarm("farm", {
    network,
    services,
    image: images.haproxy,
    ...front,
    timeouts: scenario.serverSeconds ? { server: scenario.serverSeconds } : {},
  });
  return { addresses: farm.addresses, authority: farm.authority, services: describeServices(farm, services) };
}
