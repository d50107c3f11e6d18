import { notYet } from "../known";
import type { ContainerRule } from "../rule";

/** A `DomainService` has its containers asked by the router, whatever their image contains. */
export const healthCheck: ContainerRule<object> = {
  about: "container",
  name: "health-check",
  description: "Every container is asked whether it works.",
  check: ({ maker, healthcheck }) => {
    if (maker === "service" || healthcheck === notYet) return [];
    if (healthcheck?.[0] === "NONE")
      return ['healthcheck: it is switched off ("NONE"); leave that out, or ask for a page'];
    if (healthcheck?.length) return [];
    return [
      'healthcheck: there is none; say how the engine asks, example: healthcheck: { tests: ["CMD", "wget", "-q", "-O", "/dev/null", "http://127.0.0.1:8080/"] }',
    ];
  },
};
