import { z } from "zod";
import { askedPathSchema, plainReadinessSchema, strangeHost } from "../../services/checkProbe";
import { domainsSchema } from "../../shared/domainsSchema";
import { expecting } from "../../shared/expecting";
import { marked, resourceOf } from "../../shared/marks";
import { type Fields, type Problem, problemsOf } from "../../shared/problems";
import { resourceSchema, typeOf } from "../../shared/resourceSchema";
import { nameSchema, portSchema } from "../../shared/schemas";
import { type AnyService, type ContainerService, type DiscoveredDomains, isDiscovered } from "./services";

/** What a container of the program's own has to look like. */
export const containerSchema = z.strictObject(
  {
    name: nameSchema,
    domains: domainsSchema,
    container: resourceSchema(
      "docker:index/container:Container",
      "a docker.Container",
      'new docker.Container("shop", { … })',
    ),
    port: portSchema(8080),
    readiness: plainReadinessSchema.optional(),
    healthPath: askedPathSchema.optional(),
  } satisfies Fields<ContainerService>,
  expecting(
    "a DomainService, a part of an Application or a container of the program's own",
    'blog or { name: "shop", domains: ["shop.example.org"], container, port: 8080 }',
  ),
);

const discoveredSchema = z.strictObject({
  router: resourceSchema(typeOf("TraefikRouter"), "a TraefikRouter", "{ router, domains }"),
  domains: domainsSchema,
} satisfies Fields<DiscoveredDomains>);

/** What is wrong with single services of a farm. */
export const servedProblems = (services: readonly unknown[]): Problem[] =>
  services.flatMap((service, at) => {
    const place = ["services", String(at)];
    const is = (component: string) => marked(service) === resourceOf(typeOf(component));
    if (is("DomainService") || is("ApplicationContainer")) return [];
    if (is("Application")) return [whole(place)];
    return typeof service === "object" && service !== null && isDiscovered(service as AnyService)
      ? discoveredProblems(service as DiscoveredDomains, place)
      : containerProblems(service as ContainerService, place);
  });

const whole = (path: readonly string[]): Problem => ({
  path,
  message: "an Application is served by its containers; example: services: [...cloud.services]",
});

function discoveredProblems(service: DiscoveredDomains, place: readonly string[]): Problem[] {
  const wrong = problemsOf(discoveredSchema, service, place);
  if (wrong.length > 0 || service.router.discovers) return wrong;
  const { routerName } = service.router;
  return [
    {
      path: [...place, "router"],
      message: `${routerName} looks for no containers; example: new TraefikRouter("${routerName}", { network, discover: true })`,
    },
  ];
}

function containerProblems(service: ContainerService, place: readonly string[]): Problem[] {
  const wrong = problemsOf(containerSchema, service, place);
  if (wrong.length > 0) return wrong;
  const twice =
    service.readiness && service.healthPath !== undefined
      ? [
          {
            path: ["healthPath"],
            message: "it is the short form of readiness, which is given too; leave it out",
          },
        ]
      : [];
  return [...twice, ...strangeHost(service)].map(({ path, message }) => ({
    path: [...place, ...path],
    message,
  }));
}
