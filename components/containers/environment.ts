import * as pulumi from "@pulumi/pulumi";
import { byCode } from "../shared/order";

/** A container's environment, in the form of the engine. */
export const renderEnvironment = (
  environment: Readonly<Record<string, pulumi.Input<string>>>,
): pulumi.Output<string>[] =>
  Object.entries(environment)
    .sort(([a], [b]) => byCode(a, b))
    .map(([name, value]) => pulumi.interpolate`${name}=${value}`);

/** The secret ones among environment values, one a line; itself a secret where there are any. */
export const secretsAmong = (values: readonly pulumi.Input<string>[]): pulumi.Output<string> =>
  pulumi
    .output(Promise.all(values.map((value) => pulumi.isSecret(pulumi.output(value)))))
    .apply((secret) => pulumi.all(values.filter((_, at) => secret[at])))
    .apply((hidden) => hidden.join("\n"));
