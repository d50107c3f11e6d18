import { z } from "zod";
import { addressProblem, isEveryAddress } from "./address";
import { expecting, shown } from "./expecting";
import type { Limits } from "./hardening";
import { judgeImage } from "./image";
import type { Fields } from "./problems";
import { isMemorySize, type MemorySize } from "./size";
import { isSubnet } from "./subnet";
import { subnet6Problem } from "./subnet6";

/** A port of a host or a container. */
export const portSchema = (example: number) => {
  const message = expecting("a port (1–65535)", String(example));
  return z.int(message).min(1, message).max(65535, message);
};

/** How long something may take. */
export const secondsSchema = z
  .int(expecting("a number of whole seconds", "30"))
  .min(0, expecting("0 or more seconds", "30"))
  .max(3600, expecting("at most 3600 seconds", "30"));

/** A text of which a function says what is wrong with it. */
const judged = (expected: string, example: string, problemOf: (text: string) => string | undefined) =>
  z.string(expecting(expected, example)).superRefine((text, context) => {
    const problem = problemOf(text);
    if (problem) context.addIssue({ code: "custom", message: `${shown(text)} ${problem}` });
  });

/** An address of a host; 0.0.0.0 stands for all of IPv4, and :: for all there are. */
export const addressSchema = judged("an address of IPv4 or IPv6", "127.0.0.1", addressProblem);

/** An address of a host that the public does not reach. */
export const privateAddressSchema = addressSchema.refine(
  (text) => !isEveryAddress(text),
  expecting("a private address but every address there is", "127.0.0.1"),
);

const subnet = expecting("an IPv4 network from /16 to /27 without host bits", "172.30.70.0/24");

/** A Docker network. */
export const subnetSchema = z.string(expecting("an IPv4 network", "172.30.70.0/24")).refine(isSubnet, subnet);

/** A Docker network's part of IPv6. */
export const subnet6Schema = judged("a network of IPv6", "fd12:3456:789a:70::/64", subnet6Problem);

/** An image reference. */
export const imageSchema = (example: string) =>
  z
    .string(expecting("an image reference", example))
    .refine((text) => judgeImage(text) !== "invalid", expecting("an image reference", example));

/** An amount of memory or of disk. */
export const sizeSchema = (example: string) =>
  z.custom<MemorySize>(
    (size) => typeof size === "string" && isMemorySize(size),
    expecting("an amount in MiB or GiB", example),
  );

/** Whether something is so. */
export const yesOrNo = (example: boolean) => z.boolean(expecting("true or false", String(example)));

/** An absolute path in what the engine reads up to a colon. */
export const pathSchema = (expected: string, example: string) => {
  const message = expecting(expected, example);
  return z
    .string(message)
    .startsWith("/", message)
    .regex(/^[^:]*$/, expecting('a path without ":", which would end it for the engine', example));
};

const cpus = expecting("a number of processors", "0.5");
const processes = expecting("a whole number", "256");

/** How much of its host a container may take. */
export const limitsSchema = z.strictObject(
  {
    memory: sizeSchema("256MiB").optional(),
    reservation: sizeSchema("128MiB").optional(),
    cpus: z.number(cpus).min(0.1, expecting("at least 0.1 of a processor", "0.5")).optional(),
    processes: z.int(processes).min(1, expecting("at least 1", "256")).optional(),
  } satisfies Fields<Limits>,
  expecting("a group of limits", '{ memory: "256MiB", cpus: 0.5 }'),
);

/** A name that goes into file, container and host names. */
export const nameSchema = z
  .string(expecting("a name", "blog"))
  .regex(
    /^[a-z][a-z0-9-]{0,39}$/,
    expecting("a name of 1–40 lower-case letters, digits and hyphens, a letter first", "blog"),
  );
