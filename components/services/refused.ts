import { refusedHeader } from "../router/refused";
import { aboveItsName } from "../shared/precedence";
import { below, like, type Names } from "./rules";
import { encodedDigits, goesUp, inOtherWords, named, staysBelow } from "./spelling";

/**
 * The part of a route file that refuses what one application would read as a path of this service, and another as a
 * path of its neighbour under the same domain: below the prefix as it is written and not as it may be read, or the other way
 * round. Everything else passes as it was sent. A service that has all paths has no such neighbour.
 */
export const renderRefused = (
  { service, pathPrefix }: { readonly service: string; readonly pathPrefix?: string },
  names: readonly Names[],
) =>
  pathPrefix === undefined
    ? { middlewares: {}, routers: {} }
    : {
        middlewares: {
          [`${service}_refused`]: { headers: { customResponseHeaders: { [refusedHeader]: "yes" } } },
          // Nobody has this address.
          [`${service}_refuse`]: {
            ipAllowList: { sourceRange: ["255.255.255.255/32"], rejectStatusCode: 400 },
          },
        },
        routers: Object.fromEntries(
          names.map(({ router, hosts, priority }) => [
            `${router}_refused`,
            {
              entryPoints: ["web"],
              middlewares: [`${service}_refused`, `${service}_refuse`],
              // Before all that could be asked for under the same name, and behind all of an exact one.
              priority: priority + aboveItsName,
              rule: `${hosts} && (${inTwoWays(pathPrefix)})`,
              service,
            },
          ]),
        ),
      };

const inTwoWays = (prefix: string): string => {
  const up = anyCase(goesUp);
  const out = `${below(prefix)} && ${up} && !${like(staysBelow(prefix))}`;
  const into = `${anyCase(inOtherWords(prefix))} || ${up} && ${anyCase(named(prefix))}`;
  const elsewhere = `!Path(\`${prefix}\`) && !PathPrefix(\`${prefix}/\`)`;
  return `${out} || ${elsewhere} && (${into}) || ${anyCase(encodedDigits)}`;
};

const anyCase = (expression: string): string => like(`(?is)${expression}`);
