import * as pulumi from "@pulumi/pulumi";
import type { ContainerFile } from "./files";

/** Shorter lines are brackets and the like, which would be blotted out everywhere. */
const shortest = 4;
/** As much as a command can be given in one variable. */
const most = 60_000;

/**
 * What no log line may show, one a line: the secret ones among values, and the lines of secret files. Itself a secret where
 * there is any.
 */
export const hiddenIn = (
  values: readonly pulumi.Input<string>[],
  files: readonly ContainerFile[],
): pulumi.Output<string> =>
  pulumi
    .all([secretsAmong(values), secretsAmong(files.map(({ content }) => content))])
    .apply(([hidden, contents]) =>
      [...(hidden === "" ? [] : [hidden]), ...linesOf(contents)].join("\n").slice(0, most),
    );

const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.length >= shortest);

const secretsAmong = (values: readonly pulumi.Input<string>[]): pulumi.Output<string> =>
  pulumi
    .output(Promise.all(values.map((value) => pulumi.isSecret(pulumi.output(value)))))
    .apply((secret) => pulumi.all(values.filter((_, at) => secret[at])))
    .apply((hidden) => hidden.join("\n"));
