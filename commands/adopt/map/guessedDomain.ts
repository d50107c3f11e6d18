import { isDomain } from "../vhosts/virtualHost";
import type { Draft } from "./draft";

/** Names of variables by which applications are told where visitors find them. */
const told =
  /(^|_)(URL|URI|DOMAIN|FQDN|SITEURL|HOSTNAME|HOST|SITE|ROOT_URL|BASE_URL|PUBLIC_URL|EXTERNAL_URL)$/i;

/** @returns the name that an application is told visitors use, where there is only one, and the variable that says so. */
export function guessedDomain({
  environment,
}: Draft): { readonly domain: string; readonly variable: string } | undefined {
  const found = environment.flatMap(({ key, value }) => {
    if (!told.test(key) || typeof value !== "string") return [];
    const domain = /^(?:https?:\/\/)?([\w.-]+)(?::\d+)?\/?$/.exec(value)?.[1];
    return domain && isDomain(domain) && !/\.(local|internal|lan|docker)$|^host\.docker/.test(domain)
      ? [{ domain, variable: key }]
      : [];
  });
  const [first] = found;
  return found.every(({ domain }) => domain === first?.domain) ? first : undefined;
}
