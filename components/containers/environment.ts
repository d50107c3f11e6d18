import * as pulumi from "@pulumi/pulumi";
import { byCode } from "../shared/order";
import type { ContainerArgs } from "./args";
import { variablesOf } from "./environmentFiles";

type Variables = Readonly<Record<string, pulumi.Input<string>>>;

/** What a container is told: by the program, and by files, of which a later one goes before an earlier one. */
export const variablesFrom = ({ environment, environmentFiles = [] }: ContainerArgs): Variables => ({
  ...Object.fromEntries(
    environmentFiles
      .flatMap(variablesOf)
      .map(({ name, value, isSecret }) => [name, isSecret ? pulumi.secret(value) : value]),
  ),
  ...environment,
});

/** A container's environment, in the form of the engine. */
export const renderEnvironment = (environment: Variables): pulumi.Output<string>[] =>
  Object.entries(environment)
    .sort(([a], [b]) => byCode(a, b))
    .map(([name, value]) => pulumi.interpolate`${name}=${value}`);
