import { npx } from "../../../components/shared/npx";
import type { Service } from "../compose/project";
import type { Notes } from "../notes";
import { itemsOf, member, textOf } from "../read/tree";

/** Images of what leads visitors to containers, by the last parts of their names: farm and router do that. */
const proxies =
  /(^|\/)(traefik|nginx-proxy|docker-gen|acme-companion|letsencrypt-nginx-proxy-companion|nginx-proxy-manager|caddy-docker-proxy|swag|letsencrypt|certbot|haproxy-letsencrypt|traefik-certs-dumper|https-portal|nginx-proxy-manager-[\w-]+)$/;

/** Images of what updates, restarts or watches containers by the engine's socket. */
const watchers =
  /(^|\/)(watchtower|ouroboros|diun|whats-up-docker|wud|docker-autoheal|autoheal|docker-socket-proxy|docker-cleanup|docker-gc)$/;

/** Images that show the engine and change what it runs, by its socket. */
const panels =
  /(^|\/)(portainer|portainer-ce|portainer-ee|agent|dozzle|dockge|yacht|lazydocker|komodo-periphery|komodo-core|periphery|arcane)$/;

/** Whether something else here does what a container does. */
export function whyApart(service: Service): string | undefined {
  const image = textOf(member(service.tree, "image")) ?? "";
  const name = image.replace(/@.*$/, "").replace(/:[^:/]*$/, "");
  if (proxies.test(name)) return "farm and router take its place";
  if (panels.test(name) && usesSocket(service))
    return `it manages the engine: \`${npx("homeport status")}\`, \`logs\` and \`shell\` show what runs, and \`${npx("pulumi up")}\` alone changes it`;
  if (watchers.test(name))
    return `what runs is changed by \`${npx("pulumi up")}\` alone, and nothing gets the engine's socket`;
  return undefined;
}

const usesSocket = ({ tree }: Service): boolean =>
  itemsOf(member(tree, "volumes")).some((item) => /docker\.sock/.test(textOf(member(item, "source")) ?? ""));

/** The services that are taken in. */
export function withoutApart(
  services: ReadonlyMap<string, Service>,
  notes: Notes,
): ReadonlyMap<string, Service> {
  return new Map(
    [...services].filter(([name, service]) => {
      const why = whyApart(service);
      if (why) notes.add("leftOut", service.at, `${name}: ${why}`);
      return why === undefined;
    }),
  );
}
