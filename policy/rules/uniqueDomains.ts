import { isAmong } from "../../components/shared/pattern";
import { containerType, readContainer } from "../container";
import { type Resource, stackOf } from "../resource";
import type { Finding, StackRule } from "../rule";
import { isService, type Stack, serviceOf } from "../stack";

/** Someone who wants the requests for an address. */
interface Claim {
  readonly who: string;
  readonly urn: string;
  readonly environment: string;
  readonly address: string;
}

/** What is said of a way into a service. */
interface Way {
  readonly domains?: string[];
  readonly pathPrefix?: string;
}

/** A farm refuses two services for one address by itself; this rule sees those that no farm has, or two. */
export const uniqueDomains: StackRule<{ except: readonly string[] }> = {
  about: "stack",
  name: "unique-domains",
  description: "An address belongs to one service of an environment.",
  check: (stack, { except }) => {
    const claims = [...claimsOfServices(stack), ...claimsOfLabels(stack)].filter(
      ({ who }) => !isAmong(except, who),
    );
    return claims.flatMap((claim, at) => claims.slice(at + 1).flatMap((other) => clash(claim, other)));
  },
};

const clash = (a: Claim, b: Claim): Finding[] =>
  a.environment === b.environment && a.address === b.address && a.who !== b.who
    ? [
        {
          urn: b.urn,
          message: `${a.who} and ${b.who} both serve ${a.address} in ${a.environment}; give one of them another domain or path`,
        },
      ]
    : [];

function claimsOfServices(stack: Stack): Claim[] {
  return stack.resources.filter(isService).flatMap((service) => {
    const { also = [], ...own } = service.props as Way & { also?: (Way & { name: string })[] };
    const environment = environmentOf(stack, service);
    const claimsOf = (who: string, { domains = [], pathPrefix = "" }: Way) =>
      domains.map((domain) => ({ who, urn: service.urn, environment, address: `${domain}${pathPrefix}` }));
    return [
      ...claimsOf(service.name, own),
      ...also.flatMap((way) => claimsOf(`${service.name}.${way.name}`, way)),
    ];
  });
}

const environmentOf = (stack: Stack, service: Resource): string => {
  const child = stack.resources.find(
    (one) => one.type === containerType && serviceOf(stack, one)?.urn === service.urn,
  );
  return child ? readContainer(child).environment : stackOf(service.urn);
};

/** Traefik can read routes from labels. Containers of one service have the same router's name. */
const claimsOfLabels = ({ containers }: Stack): Claim[] =>
  containers.flatMap(({ urn, environment, labels }) =>
    Object.entries(labels).flatMap(([label, rule]) => {
      const router = /^traefik\.http\.routers\.([^.]+)\.rule$/.exec(label)?.[1];
      return router ? { who: `Traefik's router ${router}`, urn, environment, address: rule } : [];
    }),
  );
