import type { HomeArgs } from "./args";
import { Problems } from "./check";
import { checkApplications } from "./checkApplications";
import { checkVirtualAddress } from "./checkFronts";
import { checkPorts } from "./checkPorts";
import { checkDumped, checkKept, checkWatching } from "./checkWatching";
import { checkOwners } from "./owners";

const anyHost = "{ name: infra, subnet: 172.30.70.0/24 }";
const anyService = "{ name: blog, domains: [blog.example.org], image: nginx, port: 8080 }";
const anyPort = "{ name: console, domains: [console.example.org], port: 9001 }";

/**
 * Checks what only a home knows of, before any resource exists: what is handed on, each component checks by itself.
 * @throws RunError that names every argument that is not usable.
 */
export function checkHome(home: string, args: HomeArgs): void {
  const problems = new Problems(home);
  if (problems.group("arguments", args, "{ hosts, services, ports, bindAddress }")) check(args, problems);
  problems.refuse();
}

function check(args: HomeArgs, problems: Problems): void {
  const hosts = problems.list("hosts", args.hosts, `[${anyHost}]`);
  if (Array.isArray(args.hosts) && args.hosts.length === 0)
    problems.add("hosts", `name at least one; example: ${anyHost}`);
  for (const [at, host] of hosts) {
    problems.names(`hosts.${at}`, host, ["name", "subnet", "ssh", "endpoint", "router"]);
    problems.text(`hosts.${at}.name`, host.name, "infra");
    if (host.ssh !== undefined) problems.group(`hosts.${at}.ssh`, host.ssh, "{ address, hostKey }");
  }
  const names = hosts.map(([, { name }]) => String(name));
  const services = args.services ?? (args.applications ? [] : undefined);
  for (const [at, service] of problems.list("services", services, `[${anyService}]`)) {
    problems.text(`services.${at}.name`, service.name, "blog");
    if (service.also !== undefined) problems.list(`services.${at}.also`, service.also, `[${anyPort}]`);
    for (const host of onHosts(service.hosts, `services.${at}.hosts`, problems))
      if (!names.includes(host))
        problems.add(`services.${at}.hosts`, `"${host}" is none of the hosts (${names.join(", ")})`);
  }
  checkOwners(args, problems);
  checkKept(args, names, problems);
  checkDumped(args, problems);
  checkWatching(args, problems);
  checkApplications(args.applications ?? [], names, problems);
  checkPorts(args, names, problems);
  checkVirtualAddress(args.virtualAddress, names, problems);
  const { images = {} } = args;
  if (problems.group("images", images, "{ traefik: registry.example.org/traefik:v3.6.7 }"))
    problems.names("images", images, [
      ...["haproxy", "traefik", "keeper", "lego", "restic", "sqlite"],
      ...["prometheus", "alertmanager", "probes", "agent"],
    ]);
}

function onHosts(hosts: unknown, path: string, problems: Problems): string[] {
  if (hosts === undefined) return [];
  if (Array.isArray(hosts)) return hosts.map(String);
  problems.add(path, `${JSON.stringify(hosts)} is not a list of names; example: [infra]`);
  return [];
}
