import { shown } from "../shared/expecting";
import { type Problem, soundFor } from "../shared/problems";
import { strangeHost } from "./checkProbe";
import { nobodyToAsk } from "./nobodyToAsk";
import { redirectProblems } from "./redirects";
import { headerProblems } from "./responseHeaders";
import type { ServicePort, UnnamedWay as Way, Ways } from "./servicePort";
import { signInProblems } from "./signIn";

/**
 * What is wrong between arguments of the ways into a service, each of which is right.
 * @param wrong what is wrong with single ones: nothing is said of these once more
 */
export function wayProblems(ways: Ways, wrong: readonly Problem[]): Problem[] {
  const also = soundFor(wrong, "also") ? (ways.also ?? []) : [];
  return [
    ...problemsOfWay(ways, (...fields) => soundFor(wrong, ...fields)),
    ...also.flatMap((way, at) =>
      problemsOfWay(way, () => true).map(({ path, message }) => ({ path: ["also", at, ...path], message })),
    ),
    ...namedTwice(also),
  ];
}

const problemsOfWay = (way: Way, sound: (...fields: (keyof Way)[]) => boolean): Problem[] => [
  ...(sound("domains", "redirects") ? redirectProblems(way) : []),
  ...(sound("responseHeaders", "removeHeaders") ? headerProblems(way) : []),
  ...(sound("signIn", "users") ? signInProblems(way) : []),
  ...(sound("pathPrefix", "stripPrefix") ? nothingToStrip(way) : []),
  ...(sound("protocol", "authority", "serverName") ? withoutTls(way) : []),
  ...(sound("protocol", "readiness") ? notInGrpc(way) : []),
  ...(sound("protocol", "keepAliveSeconds") ? alwaysKept(way) : []),
  ...(sound("domains", "readiness") ? strangeHost(way) : []),
  ...(sound("pathPrefix", "users", "usersExcept", "askPreflights") ? nobodyToAsk(way) : []),
];

const nothingToStrip = ({ pathPrefix, stripPrefix }: Way): Problem[] =>
  stripPrefix && !pathPrefix
    ? [{ path: ["stripPrefix"], message: "true: there is no pathPrefix to strip" }]
    : [];

const withoutTls = (way: Way): Problem[] =>
  (["authority", "serverName"] as const)
    .filter((field) => way[field] !== undefined && way.protocol !== "https")
    .map((field) => ({
      path: [field],
      message: `there is no TLS between router and containers where the protocol is ${shown(way.protocol ?? "http")}; say protocol: "https", or leave ${field} out`,
    }));

const notInGrpc = ({ readiness, protocol }: Way): Problem[] =>
  readiness?.kind === "grpc" && protocol !== "h2c"
    ? [
        {
          path: ["readiness", "kind"],
          message: `"grpc" is asked in plain HTTP/2, and the protocol is ${shown(protocol ?? "http")}; say protocol: "h2c", or ask for an open port: { kind: "tcp" }`,
        },
      ]
    : [];

const alwaysKept = ({ keepAliveSeconds, protocol }: Way): Problem[] =>
  keepAliveSeconds !== undefined && protocol === "h2c"
    ? [
        {
          path: ["keepAliveSeconds"],
          message: `${keepAliveSeconds}: by "h2c", one connection is kept for all requests, and whoever closes it says which it has not taken; leave it out`,
        },
      ]
    : [];

function namedTwice(also: readonly ServicePort[]): Problem[] {
  const names = also.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  return twice === undefined
    ? []
    : [{ path: ["also"], message: `two are called ${shown(twice)}; give each its own name` }];
}
