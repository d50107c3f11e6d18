import { z } from "zod";
import { expecting } from "./expecting";
import { resourceOf } from "./marks";

/** A resource of a type, also where another copy of the package made it. */
export const resourceSchema = (type: string, expected: string, example: string) =>
  z.custom((value) => value === resourceOf(type), expecting(expected, example));

/** Type of one of Homeport's own components. */
export const typeOf = (component: string): string => `homeport:index:${component}`;

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
