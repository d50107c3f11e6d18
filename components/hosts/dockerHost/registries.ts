import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { expecting } from "../../shared/expecting";
import { isRegistry } from "../../shared/image";
import type { Fields } from "../../shared/problems";

/** Who asks a registry. */
export interface RegistryLogin {
  readonly user: string;
  /** Password or access token; a secret. */
  readonly password: pulumi.Input<string>;
}

/** Logins by the names of their registries, as they stand before an image's path; `docker.io` is Docker's own. */
export type Registries = Readonly<Record<string, RegistryLogin>>;

const example = "registry.example.org";
const user = expecting("a user's name", "deploy");
const name = expecting("a registry as it stands before an image's path", example);

/** Logins; `secret` is what stands for a password. */
export const registriesSchema = <S extends z.ZodType>(secret: S) =>
  z
    .record(
      z.string(),
      z.strictObject(
        {
          user: z
            .string(user)
            .regex(/^[^:\s]+$/, user)
            .describe("who asks the registry."),
          password: secret,
        } satisfies Fields<RegistryLogin>,
        expecting("a login", "{ user: deploy, password: registry-password }"),
      ),
      expecting("logins by registry", `{ ${example}: { user: deploy, password: registry-password } }`),
    )
    .superRefine((given, context) => {
      for (const key of Object.keys(given).filter((one) => !isRegistry(one)))
        context.addIssue({ code: "custom", path: [key], message: name.error({ input: key }) });
    });
