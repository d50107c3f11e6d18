import type { Problem } from "../shared/problems";
import type { Ways } from "./servicePort";

/** Whether nobody visits containers by HTTP: ports beside it lead to them, or other services alone. */
export const isUnvisited = ({ domains }: Pick<Ways, "domains">): boolean => domains.length === 0;

/** What is said of visitors by HTTP. */
const ofVisitors = [
  ...(["redirects", "pathPrefix", "stripPrefix", "webdavDestination", "also"] as const),
  ...(["allow", "users", "usersExcept", "askPreflights", "signIn", "clientAuthority"] as const),
  ...(["responseHeaders", "removeHeaders", "compress", "timeouts", "bodyLimit"] as const),
  ...(["protocol", "authority", "serverName", "keepAliveSeconds", "stickySessions"] as const),
] satisfies (keyof Ways)[];

/** What a service without a name says of visitors who do not come. */
export function unvisitedProblems(args: Ways): Problem[] {
  if (!isUnvisited(args)) return [];
  return [
    ...ofVisitors
      .filter((field) => args[field] !== undefined)
      .map((field) => ({
        path: [field],
        message: `domains is empty, and nobody visits the service by HTTP; leave it out, or name a domain${field === "allow" ? " (a PortService has an allow of its own)" : ""}`,
      })),
    ...(args.readiness !== undefined && args.readiness.kind !== "tcp"
      ? [
          {
            path: ["readiness", "kind"],
            message: `"${args.readiness.kind}" is asked as if by a visitor, and domains is empty; ask for an open port: { kind: "tcp" }`,
          },
        ]
      : []),
  ];
}
