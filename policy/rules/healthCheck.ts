import { notYet } from "../known";
import type { ContainerRule } from "../rule";

/**
 * A `DomainService` has its containers asked by the router, whatever their image contains, and so has a container of an
 * `Application` with `web`. A job tells by its end.
 */
export const healthCheck: ContainerRule<object> = {
  about: "container",
  name: "health-check",
  description: "Every container is asked whether it works.",
  check: ({ maker, healthcheck, labels }) => {
    const isCompanion = "homeport.companion" in labels;
    if ((maker === "service" && !isCompanion) || healthcheck === notYet) return [];
    if (healthcheck?.[0] === "NONE")
      return ['healthcheck: it is switched off ("NONE"); leave that out, or ask for a page'];
    if (healthcheck?.length) return [];
    if (isCompanion)
      return [
        'healthcheck: there is none, and nobody knows whether it works; example: health: { command: ["pg_isready"] }',
      ];
    return [
      'healthcheck: there is none; say how the engine asks, example: healthcheck: { tests: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/"] }',
    ];
  },
};
