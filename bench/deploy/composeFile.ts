import { stringify } from "yaml";
import { planAddresses } from "../../components/shared/subnet";
import { testImages } from "../../test/images/tags";
import { domain, marks, ports, subnets } from "../ours";
import { haproxyConfig, routeFile, routerCommand } from "./composeConfig";

/** The files of a Compose project, by path. */
export type Files = Readonly<Record<string, string>>;

const addresses = planAddresses(subnets.compose);

/** The environment of `programs/home.ts` as a person would write it for Compose, with files beside it. */
export function composeProject(count: number, answer: string): Files {
  const numbers = Array.from({ length: count }, (_, at) => at + 1);
  const routes = numbers.map((number) => [`routes/service-${number}.yml`, routeFile(number)]);
  return {
    "docker-compose.yml": stringify(compose(numbers, answer), { lineWidth: 0 }),
    "farm/haproxy.cfg": haproxyConfig({ mode: "http", port: 80, domains: numbers.map(domain) }),
    "gate/haproxy.cfg": haproxyConfig({ mode: "tcp", port: 88, domains: [] }),
    ...Object.fromEntries(routes),
  };
}

function compose(numbers: readonly number[], answer: string) {
  const services = numbers.map((number) => [`service-${number}`, service(number === 1 ? answer : "first")]);
  return {
    version: "2.4",
    networks: {
      default: {
        driver: "bridge",
        labels: marks,
        ipam: {
          config: [
            { subnet: addresses.subnet, gateway: addresses.gateway, ip_range: addresses.dynamicRange },
          ],
        },
      },
    },
    services: { farm: farm(), gate: gate(), router: router(), ...Object.fromEntries(services) },
  };
}

const common = {
  labels: marks,
  restart: "unless-stopped",
  cap_drop: ["ALL"],
  security_opt: ["no-new-privileges:true"],
  logging: { driver: "json-file", options: { "max-size": "10m", "max-file": "3" } },
  read_only: true,
};

const service = (answer: string) => ({
  ...common,
  image: testImages.echo,
  environment: { ANSWER: answer },
  cap_add: ["CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"],
  mem_limit: "256m",
  cpus: 1,
  tmpfs: ["/tmp"],
});

const asking = (url: string) => ({
  test: ["CMD", "wget", "-q", "-O", "/dev/null", url],
  interval: "10s",
  timeout: "3s",
  retries: 3,
});

const router = () => ({
  ...common,
  image: testImages.traefik,
  command: routerCommand,
  user: "65532:65532",
  mem_limit: "256m",
  cpus: 2,
  volumes: ["./routes:/etc/traefik/routes:ro"],
  healthcheck: asking("http://127.0.0.1:8082/ping"),
});

const haproxy = (folder: string, published: readonly string[], address?: string) => ({
  ...common,
  image: testImages.haproxy,
  entrypoint: ["haproxy", "-W", "-f", "/var/lib/haproxy/haproxy.cfg"],
  mem_limit: "256m",
  cpus: 2,
  volumes: [`./${folder}:/var/lib/haproxy:ro`],
  networks: { default: { ipv4_address: address } },
  ports: published,
  healthcheck: asking("http://127.0.0.1:8406/"),
  depends_on: ["router"],
});

const farm = () =>
  haproxy("farm", [`127.0.0.1:${ports.http}:80`, `127.0.0.1:${ports.stats}:8404`], addresses.farm);

const gate = () => haproxy("gate", [`127.0.0.1:${ports.router}:88`], addresses.gate);
