import type { HomeArgs } from "./args";
import type { Problems } from "./check";

const anyPort = "{ name: git-ssh, service: git, port: 22, at: { address: 0.0.0.0, port: 2222 } }";

/** Says of each port of a service what only a home knows: whether there is the service, and the host. */
export function checkPorts(args: HomeArgs, hosts: readonly string[], problems: Problems): void {
  const services = servedIn(args);
  for (const [at, port] of problems.list("portServices", args.portServices ?? [], `[${anyPort}]`)) {
    problems.text(`portServices.${at}.name`, port.name, "git-ssh");
    const service = String(port.service);
    if (!services.includes(service))
      problems.add(
        `portServices.${at}.service`,
        `"${service}" is none of what is served (${services.join(", ")})`,
      );
    const host = String(port.host);
    if (port.host !== undefined && !hosts.includes(host))
      problems.add(`portServices.${at}.host`, `"${host}" is none of the hosts (${hosts.join(", ")})`);
  }
}

/** Names of services, and of applications' containers that answer for names. */
const servedIn = ({ services = [], applications = [] }: HomeArgs): string[] => [
  ...groups(services).map(({ name }) => String(name)),
  ...groups(applications).flatMap(({ name, containers = {} }) =>
    Object.entries(containers ?? {}).flatMap(([container, one]) =>
      one?.web ? [`${name}-${container}`] : [],
    ),
  ),
];

const groups = <One extends object>(list: One[]): One[] =>
  Array.isArray(list) ? list.filter((one) => typeof one === "object" && one !== null) : [];
