import { z } from "zod";
import { expecting, expectingUnseen } from "../shared/expecting";
import { orLate } from "../shared/orLate";
import type { Fields } from "../shared/problems";
import { imageSchema, limitsSchema, yesOrNo } from "../shared/schemas";
import type { ContainerArgs } from "./args";
import { capabilitySchema } from "./capabilities";
import { hostnameSchema, hostsSchema, stopSecondsSchema, stopSignalSchema } from "./process";
import { temporarySchema } from "./temporary";

const user = expecting("a user, or a user and a group", '"1000:1000"');
const variable = expectingUnseen("a text", '"8080"');

/** A command, or its arguments. */
export const wordsSchema = (example: string) => {
  const message = expecting("a list of texts, one for each word", example);
  return z.array(z.string(expecting("a text", '"8080"')), message).min(1, message);
};

const environmentSchema = z
  .record(z.string(), orLate(z.string(variable)), expectingUnseen("a group of texts", '{ PORT: "8080" }'))
  .superRefine((variables, context) => {
    for (const name of Object.keys(variables).filter((name) => name === "" || name.includes("=")))
      context.addIssue({
        code: "custom",
        path: [name],
        message: expecting('the name of a variable: it is not empty, and without "="', "PORT").error({
          input: name,
        }),
      });
  });

/** What every container may say of itself. */
export const containerFields = {
  image: imageSchema("nginx:1.29.3-alpine"),
  command: wordsSchema('["node", "server.js"]').optional(),
  environment: environmentSchema.optional(),
  limits: limitsSchema.optional(),
  user: z
    .string(user)
    .regex(/^[\w.-]+(:[\w.-]+)?$/, user)
    .optional(),
  readOnly: yesOrNo(true).optional(),
  temporary: temporarySchema.optional(),
  stopSeconds: stopSecondsSchema.optional(),
  stopSignal: stopSignalSchema.optional(),
  hostname: hostnameSchema.optional(),
  hosts: hostsSchema.optional(),
  trustAuthority: yesOrNo(true).optional(),
  capabilities: z
    .array(capabilitySchema, expecting("a list of capabilities", '["NET_BIND_SERVICE"]'))
    .optional(),
} satisfies Fields<ContainerArgs>;
