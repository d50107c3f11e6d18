import { z } from "zod";
import { expecting, expectingUnseen } from "../shared/expecting";
import { orLate } from "../shared/orLate";
import type { Fields } from "../shared/problems";
import { imageSchema, limitsSchema, pathSchema, yesOrNo } from "../shared/schemas";
import type { ContainerArgs } from "./args";
import { capabilitySchema } from "./capabilities";
import { environmentFilesSchema } from "./environmentFiles";
import { filesSchema } from "./files";
import { healthSchema } from "./health";
import { devicesSchema, sharedMemorySchema, sysctlsSchema, ulimitsSchema } from "./kernel";
import { loggingSchema, restartSchema } from "./logging";
import {
  dnsSchema,
  groupsSchema,
  hostnameSchema,
  hostsSchema,
  stopSecondsSchema,
  stopSignalSchema,
} from "./process";
import { temporarySchema } from "./temporary";
import { wordsSchema } from "./words";

const user = expecting("a user, or a user and a group", '"1000:1000"');
const variable = expectingUnseen("a text", '"8080"');

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
  entrypoint: wordsSchema('["/cron.sh"]').optional(),
  command: wordsSchema('["node", "server.js"]').optional(),
  workingDirectory: pathSchema("an absolute path", "/app").optional(),
  environment: environmentSchema.optional(),
  environmentFiles: environmentFilesSchema.optional(),
  files: filesSchema.optional(),
  limits: limitsSchema.optional(),
  user: z
    .string(user)
    .regex(/^[\w.-]+(:[\w.-]+)?$/, user)
    .optional(),
  groups: groupsSchema.optional(),
  init: yesOrNo(true).optional(),
  readOnly: yesOrNo(true).optional(),
  temporary: temporarySchema.optional(),
  stopSeconds: stopSecondsSchema.optional(),
  stopSignal: stopSignalSchema.optional(),
  hostname: hostnameSchema.optional(),
  hosts: hostsSchema.optional(),
  dns: dnsSchema.optional(),
  sharedMemory: sharedMemorySchema.optional(),
  ulimits: ulimitsSchema.optional(),
  sysctls: sysctlsSchema.optional(),
  devices: devicesSchema.optional(),
  health: healthSchema.optional(),
  restart: restartSchema.optional(),
  logging: loggingSchema.optional(),
  trustAuthority: yesOrNo(true).optional(),
  capabilities: z
    .array(capabilitySchema, expecting("a list of capabilities", '["NET_BIND_SERVICE"]'))
    .optional(),
} satisfies Fields<ContainerArgs>;
