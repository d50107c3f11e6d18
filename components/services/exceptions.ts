import { like, type Names } from "./rules";
import { plainBelow } from "./spelling";

/** Of whom nobody asks a password, though the service has users. */
export interface Exceptions {
  readonly service: string;
  readonly users?: unknown;
  /** Paths at and below which nobody is asked. */
  readonly usersExcept?: readonly string[];
  /** Whether browsers are asked that only ask what they may do. */
  readonly askPreflights?: boolean;
}

/** By these headers, an application takes another path than the one that was looked at. */
const otherPath = ["Destination", "X-Original-URL", "X-Rewrite-URL"];

/** By these, it takes another method, or the connection. */
const otherMethod = ["Upgrade", "X-HTTP-Method", "X-HTTP-Method-Override", "X-Method-Override"];

/** A preflight says nothing but its headers, and is answered by them. In bytes: an "OK" or a list of methods passes. */
const preflightBody = { maxRequestBodyBytes: 1, maxResponseBodyBytes: 16 } as const;

/**
 * The part of a route file that lets requests past the users. It goes before the route itself, and behind those of
 * longer prefixes, which are longer by two characters at least.
 * @param applied what every request of the service passes but the users, in order: before and after them
 */
export function renderExceptions(
  route: Exceptions,
  names: readonly Names[],
  [before, after]: readonly [readonly string[], readonly string[]],
) {
  const { service, users, usersExcept = [], askPreflights = false } = route;
  if (!users) return { middlewares: {}, routers: {} };
  const open = [...new Set(usersExcept)].sort().map((path) => like(plainBelow(path)));
  const router = ({ priority }: Names, rule: string, ...middlewares: readonly string[]) => ({
    entryPoints: ["web"],
    middlewares,
    priority: priority + 1,
    rule,
    service,
  });
  return {
    middlewares: askPreflights ? {} : { [`${service}_preflight`]: { buffering: preflightBody } },
    routers: Object.fromEntries(
      names.flatMap((one) => [
        ...(open.length > 0
          ? [
              [
                `${one.router}_open`,
                router(one, `${one.rule} && ${anyOf(open)}${without(otherPath)}`, ...before, ...after),
              ],
            ]
          : []),
        ...(askPreflights
          ? []
          : [
              [
                `${one.router}_preflight`,
                router(
                  one,
                  `${one.rule} && ${preflight}${without(otherMethod)}${open.map((each) => ` && !${each}`).join("")}`,
                  ...before,
                  `${service}_preflight`,
                  ...after,
                ),
              ],
            ]),
      ]),
    ),
  };
}

/** What a browser asks before a request to another origin, and never with a password. */
const preflight =
  "Method(`OPTIONS`) && HeaderRegexp(`Origin`, `.`) && HeaderRegexp(`Access-Control-Request-Method`, `.`)";

const anyOf = (rules: readonly string[]): string =>
  rules.length > 1 ? `(${rules.join(" || ")})` : rules.join();

const without = (headers: readonly string[]): string =>
  headers.map((header) => ` && !HeaderRegexp(\`${header}\`, \`^\`)`).join("");
