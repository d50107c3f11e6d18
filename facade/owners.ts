import type { HomeArgs } from "./args";
import type { Problems } from "./check";
import type { HomeService } from "./services";

/** Names of the services whose volumes a service has. */
const lendersOf = (service: HomeService | undefined): string[] =>
  Array.isArray(service?.volumes)
    ? service.volumes.flatMap((volume) => (volume?.of === undefined ? [] : [volume.of]))
    : [];

/** Names of the services that say who may come in. */
const signInsOf = (service: HomeService | undefined): string[] =>
  [service, ...(Array.isArray(service?.also) ? service.also : [])].flatMap((way) =>
    typeof way?.signIn?.service === "string" ? [way.signIn.service] : [],
  );

/** Names of the services that have to be there before another. */
export const ownersOf = (service: HomeService | undefined): string[] => [
  ...lendersOf(service),
  ...signInsOf(service),
];

/** Says of each owner that is no other service, or that has to be there after the one that has its volume. */
export function checkOwners({ services }: Pick<HomeArgs, "services">, problems: Problems): void {
  if (!Array.isArray(services)) return;
  const owners = new Map(services.map((one) => [one?.name, ownersOf(one)]));
  const needs = (name: string, sought: string, seen: readonly string[] = []): boolean =>
    !seen.includes(name) &&
    (owners.get(name) ?? []).some((one) => one === sought || needs(one, sought, [...seen, name]));
  for (const [at, one] of services.entries())
    for (const owner of signInsOf(one)) {
      const path = `services.${at}.signIn.service`;
      if (owner === one.name) problems.add(path, `"${owner}" is the service itself; name another one`);
      else if (!owners.has(owner))
        problems.add(path, `"${owner}" is none of the services (${[...owners.keys()].join(", ")})`);
      else if (needs(owner, one.name))
        problems.add(path, `"${owner}" needs "${one.name}" itself; one of the two has to be there before`);
    }
  for (const [at, one] of services.entries())
    for (const owner of lendersOf(one)) {
      const path = `services.${at}.volumes`;
      if (owner === one.name) problems.add(path, `of: "${owner}" is the service itself; leave it out`);
      else if (!owners.has(owner))
        problems.add(path, `of: "${owner}" is none of the services (${[...owners.keys()].join(", ")})`);
      else if (needs(owner, one.name))
        problems.add(path, `of: "${owner}" has a volume of "${one.name}" itself; let one service have both`);
    }
}
