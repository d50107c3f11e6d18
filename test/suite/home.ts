import { RandomPassword } from "@pulumi/random";
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
import { davImage } from "../images/tags";
import { readScenario } from "./scenario";

/** Where a visitor on this machine comes from, whatever sort of engine it has. */
const privateNetworks = ["127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7", "::1"];

/** A home with one service of each sort, all of them the echo server; the suite's assertions are about it. */
export function home() {
  const { hosts, farm: front, images } = loadSettings();
  const scenario = readScenario();
  const environment = { ANSWER: scenario.answer };

  const host = new DockerHost("infra", { kind: "local" });
  const network = new EnvironmentNetwork("network", { host, subnet: hosts.infra.subnet });
  const router = new TraefikRouter("router", {
    network,
    image: images.traefik,
    logLevel: scenario.routerLogLevel,
    publish: hosts.infra.routerPort,
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

  // The service is told it too: that is where the suite learns it.
  const password = new RandomPassword("password", { length: 24, special: false });

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
    echo("store", {
      domains: ["store.example.org"],
      volumes: [{ name: "data", path: "/data" }],
      readySeconds: 5,
      environment: {
        ANSWER: scenario.storeAnswer ?? scenario.answer,
        ...(scenario.storeUnhealthy ? { UNHEALTHY: "yes" } : {}),
      },
    }),
    echo("vault", {
      domains: ["vault.example.org"],
      environment: { ...environment, SECRET: secretSetting("vault") },
    }),
    echo("guarded", {
      domains: ["guarded.example.org"],
      users: { anna: password.bcryptHash },
      usersExcept: ["/webhook"],
      environment: { ...environment, PASSWORD: password.result },
    }),
    echo("files", {
      domains: ["files.example.org"],
      image: davImage,
      readiness: { kind: "tcp" },
      temporary: ["/tmp"],
    }),
    echo("near", { domains: ["near.example.org"], allow: privateNetworks }),
    // Networks of no one, which stand in documents.
    echo("inner", { domains: ["inner.example.org"], allow: ["192.0.2.0/24", "2001:db8::/32"] }),
    ...(scenario.guest ? [echo("guest", { domains: ["guest.example.org"] })] : []),
  ];
  const farm = new HaproxyFarm("farm", {
    network,
    services,
    image: images.haproxy,
    ...front,
    // The tests ask from one address for more than any visitor does.
    rateLimit: "off",
    timeouts: scenario.serverSeconds ? { server: scenario.serverSeconds } : {},
  });
  return { addresses: farm.addresses, authority: farm.authority, services: describeServices(farm, services) };
}
