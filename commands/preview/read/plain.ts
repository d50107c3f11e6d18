import ipaddr from "ipaddr.js";
import { z } from "zod";
import { domainProblem } from "../../../components/shared/domain";
import { judgeImage } from "../../../components/shared/image";
import { isSubnet } from "../../../components/shared/subnet";

/** What the engine writes for a value that is known only once it is deployed. */
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/**
 * A value that may be shown. Each has a form that secrets do not have; whatever else stands in its place, a secret,
 * something unknown or another type, is as if it were not there.
 */
const shown = (has: (text: string) => boolean) =>
  z
    .string()
    .refine((text) => text !== unknown && has(text))
    .optional()
    .catch(undefined);

/** The members of a list that can be used; no list is an empty one. */
export const listOf = <T>(member: z.ZodType<T>) =>
  z
    .array(z.unknown())
    .catch([])
    .transform((all) => all.map((one) => member.safeParse(one).data).filter(isThere));

const isThere = <T>(value: T): value is NonNullable<T> => value !== undefined && value !== null;

export const image = shown((text) => judgeImage(text) !== "invalid");
export const address = shown((text) => ipaddr.isValid(text));
/** An address, or a network of them. */
export const clientNetwork = shown((text) => ipaddr.isValid(text) || ipaddr.isValidCIDR(text));
export const subnet = shown(isSubnet);
export const domain = shown((text) => domainProblem(text) === undefined);
/** Of letters, digits, "-", "_", "." and "~" alone: a service takes no other. */
export const path = shown((text) => /^(\/[\w.~-]+)+$/.test(text));
/** What a program calls a service or a part of one. */
export const givenName = shown((text) => /^[a-z][a-z0-9-]{0,62}$/.test(text));
/** What an engine calls a volume. */
export const volumeName = shown((text) => /^[a-zA-Z0-9][\w.-]+$/.test(text));
/** RFC 3339. */
export const moment = shown((text) => /^\d{4}-\d\d-\d\dT[\d:.]+(Z|[+-]\d\d:\d\d)$/.test(text));
/** As `revisionOf` writes it. */
export const revision = shown((text) => /^[0-9a-f]{12}$/.test(text));

const whole = (most: number) => z.int().min(1).max(most).optional().catch(undefined);

export const port = whole(65_535);
export const mebibytes = whole(2 ** 30);

/** Where an engine listens, without a user or a password. */
export const endpoint = z
  .string()
  .transform((text) => /^([a-z]+):\/\/(?:[^@/]*@)?([\w./:[\]-]+)$/.exec(text))
  .transform((match) => (match ? `${match[1]}://${match[2]}` : undefined))
  .optional()
  .catch(undefined);
