import { z } from "zod";
import { expecting } from "./expecting";
import { resourceOf } from "./marks";

/** A resource of a type, also where another copy of the package made it. */
export const resourceSchema = (type: string, expected: string, example: string) =>
  z.custom((value) => value === resourceOf(type), expecting(expected, example));

/** Type of one of Homeport's own components. */
export const typeOf = (component: string): string => `homeport:index:${component}`;

const served = ["DomainService", "ApplicationContainer"].map((one) => resourceOf(typeOf(one)));

/** Whatever a farm serves through routers. */
export const servedSchema = z.custom(
  (value) => served.includes(value as symbol),
  expecting("a DomainService, or one of the services of an Application", "blog"),
);

/** The host of whatever stands on one. */
export const hostSchema = resourceSchema(
  typeOf("DockerHost"),
  "a DockerHost",
  'new DockerHost("infra", { kind: "local" })',
);

/** The network of whatever stands in an environment. */
export const networkSchema = resourceSchema(
  typeOf("EnvironmentNetwork"),
  "an EnvironmentNetwork",
  'new EnvironmentNetwork("network", { host, subnet: "172.30.70.0/24" })',
);
