import { z } from "zod";
import { capacityProblem } from "../front/haproxy/capacity";
import { clientNetworksSchema } from "../shared/clientNetwork";
import { expecting } from "../shared/expecting";
import { defaultImages } from "../shared/image";
import { type Fields, type Problem, problemsOf, soundFor } from "../shared/problems";
import { refuse, warnOfUnpinned } from "../shared/refuse";
import { networkSchema, servedSchema } from "../shared/resourceSchema";
import {
  addressSchema,
  imageSchema,
  limitsSchema,
  nameSchema,
  portSchema,
  secondsSchema,
  yesOrNo,
} from "../shared/schemas";
import type { PortProbe, PortServiceArgs } from "./args";
import { placeProblems } from "./checkPlace";
import { portLimits } from "./defaults";

const words = expecting("1 to 64 characters of ASCII that do not begin with a space", "SSH-");
const probe = expecting("a kind of readiness (banner, tcp)", '{ kind: "banner", startsWith: "SSH-" }');

const readinessSchema = z.discriminatedUnion(
  "kind",
  [
    z.strictObject({
      kind: z.literal("banner"),
      startsWith: z.string(words).regex(/^(?! )[ -~]{1,64}$/, words),
    } satisfies Fields<Extract<PortProbe, { kind: "banner" }>>),
    z.strictObject({ kind: z.literal("tcp") }),
  ],
  probe,
);

/** What the arguments of a port of a service have to look like. */
export const portServiceSchema = z.strictObject(
  {
    service: servedSchema,
    network: networkSchema.optional(),
    port: portSchema(22),
    at: z.strictObject(
      { address: addressSchema, port: portSchema(2222) } satisfies Fields<PortServiceArgs["at"]>,
      expecting("a group with address and port", '{ address: "0.0.0.0", port: 2222 }'),
    ),
    readiness: readinessSchema.optional(),
    readySeconds: secondsSchema.optional(),
    proxyProtocol: yesOrNo(true).optional(),
    allow: clientNetworksSchema("192.168.1.0/24")
      .min(
        1,
        expecting(
          "a list with at least one network, as an empty one would let nobody in",
          '["192.168.1.0/24"]',
        ),
      )
      .optional(),
    drainSeconds: secondsSchema.optional(),
    image: imageSchema(defaultImages.haproxy).optional(),
    limits: limitsSchema.optional(),
  } satisfies Fields<PortServiceArgs>,
  expecting("a group of arguments", '{ service: git, port: 22, at: { address: "0.0.0.0", port: 2222 } }'),
);

/**
 * Checks the arguments of a port of a service before any resource exists.
 * @throws RunError that names every argument that is not usable.
 */
export function checkPort(name: string, args: PortServiceArgs): void {
  const wrong = problemsOf(portServiceSchema, args);
  refuse(name, [
    ...problemsOf(nameSchema, name, ["name"]),
    ...wrong,
    ...(soundFor(wrong, "service", "network", "at") ? placeProblems(args) : []),
    ...(soundFor(wrong, "service") ? namesake(name, args) : []),
    ...(soundFor(wrong, "limits") ? tooLittle(args) : []),
  ]);
  warnOfUnpinned(name, "image", args.image);
}

/** Whoever looks for logs or asks for a status says one name. */
const namesake = (name: string, { service }: PortServiceArgs): Problem[] =>
  name === service.serviceName
    ? [
        {
          path: ["name"],
          message: `it is also that of its service; choose another one; example: ${name}-tcp`,
        },
      ]
    : [];

function tooLittle({ limits }: PortServiceArgs): Problem[] {
  const problem = capacityProblem(limits?.memory ?? portLimits.memory);
  return problem === undefined ? [] : [{ path: ["limits", "memory"], message: problem }];
}
