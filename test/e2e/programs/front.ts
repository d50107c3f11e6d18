import * as pulumi from "@pulumi/pulumi";
import "./mark";
import {
  DockerHost,
  DomainService,
  EnvironmentNetwork,
  HaproxyFarm,
  loadSettings,
  TraefikRouter,
} from "../../../components";

/** A site with what people ask of a front, or without, as it was before. */
const { hosts, farm: front, images } = loadSettings();
const config = new pulumi.Config("front");
const asked = config.getBoolean("asked") ?? false;

const network = new EnvironmentNetwork("network", {
  host: new DockerHost("infra", { kind: "local" }),
  subnet: hosts.infra.subnet,
});
const router = new TraefikRouter("router", { network, image: images.traefik });
const container = {
  router,
  image: images.echo,
  port: 8080,
  readiness: { kind: "http", path: "/health" },
} as const;

const auth = new DomainService("auth", {
  ...container,
  domains: ["auth.example.org"],
  environment: { ANSWER: config.get("version") ?? "first" },
});
const [served, led] = config.getBoolean("turned")
  ? (["www.example.org", "site.example.org"] as const)
  : (["site.example.org", "www.example.org"] as const);
const site = new DomainService("site", {
  ...container,
  domains: [served],
  ...(asked && {
    redirects: { [led]: served },
    responseHeaders: { "Content-Security-Policy": "default-src 'self'" },
    compress: true,
    timeouts: { server: 60 },
    bodyLimit: "1MiB",
  }),
});
const desk = new DomainService("desk", {
  ...container,
  domains: ["desk.example.org"],
  ...(asked && { signIn: { service: auth, path: "/status?code=204" } }),
});
const farm = new HaproxyFarm("farm", {
  network,
  services: [auth, site, desk],
  image: images.haproxy,
  ...front,
  ...(asked && { maintenance: { allow: ["192.0.2.0/24"], retrySeconds: 60 } }),
});

export const { addresses, authority } = farm;
