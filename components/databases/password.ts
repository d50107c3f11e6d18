import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { DatabaseSettings } from "./args";

/** The password that is given, or one that is drawn once and kept in the state. */
export const passwordOf = (
  name: string,
  { password }: Pick<DatabaseSettings, "password">,
  parent: pulumi.Resource,
): pulumi.Output<string> =>
  pulumi.secret(
    password ??
      new random.RandomPassword(`${name}-password`, { length: 32, special: false }, { parent }).result,
  );
