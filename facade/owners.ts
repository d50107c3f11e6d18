import type { HomeArgs } from "./args";
import type { Problems } from "./check";
import type { HomeService } from "./services";

/** Names of the services whose volumes a service has. */
export const ownersOf = (service: HomeService | undefined): string[] =>
  Array.isArray(service?.volumes)
    ? service.volumes.flatMap((volume) => (volume?.of === undefined ? [] : [volume.of]))
    : [];

/** Says of each owner that is no other service, or that has to be there after the one that has its volume. */
export function checkOwners({ services }: Pick<HomeArgs, "services">, problems: Problems): void {
  if (!Array.isArray(services)) return;
  const owners = new Map(services.map((one) => [one?.name, ownersOf(one)]));
  const needs = (name: string, sought: string, seen: readonly string[] = []): boolean =>
    !seen.includes(name) &&
    (owners.get(name) ?? []).some((one) => one === sought || needs(one, sought, [...seen, name]));
  for (const [at, one] of services.entries())
    for (const owner of ownersOf(one)) {
      const path = `services.${at}.volumes`;
      if (owner === one.name) problems.add(path, `of: "${owner}" is the service itself; leave it out`);
      else if (!owners.has(owner))
        problems.add(path, `of: "${owner}" is none of the services (${[...owners.keys()].join(", ")})`);
      else if (needs(owner, one.name))
        problems.add(path, `of: "${owner}" has a volume of "${one.name}" itself; let one service have both`);
    }
}
