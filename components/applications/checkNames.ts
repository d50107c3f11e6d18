import { shown } from "../shared/expecting";
import type { Problem } from "../shared/problems";
import type { ApplicationArgs } from "./args";
import { websOf } from "./webs";

/** A container's name is its name in the DNS, of which each part has at most 63 characters; 11 are for its number. */
const longestNames = 63 - 11;

/** What is wrong with names of containers and jobs. */
export const nameProblems = (application: string, args: ApplicationArgs): Problem[] => [
  ...tooLong(application, args),
  ...jobsLikeContainers(args),
  ...calledTwice(args),
  ...servedNames(args),
];

const tooLong = (application: string, { containers, jobs = {} }: ApplicationArgs): Problem[] =>
  Object.entries({ containers, jobs }).flatMap(([group, all]) =>
    Object.keys(all)
      .filter((name) => `${application}-${name}`.length > longestNames)
      .map((name) => ({
        path: [group, name],
        message: `${shown(`${application}-${name}`)}, the name with that of the application, has ${application.length + name.length + 1} characters; at most ${longestNames} fit into the names of containers`,
      })),
  );

const jobsLikeContainers = ({ containers, jobs = {} }: ApplicationArgs): Problem[] =>
  Object.keys(jobs)
    .filter((name) => name in containers)
    .map((name) => ({
      path: ["jobs", name],
      message: `${shown(name)} is the name of a container too; give each its own`,
    }));

/** Who calls a name that two have would meet one or the other. */
function calledTwice({ containers }: ApplicationArgs): Problem[] {
  const names = Object.keys(containers);
  const seen = new Map(names.map((name) => [name, name]));
  return Object.entries(containers).flatMap(([name, { aliases = [] }]) =>
    aliases.flatMap((alias, at) => {
      const other = seen.get(alias);
      seen.set(alias, name);
      if (other === undefined) return [];
      const whose = other === name ? "it is called so already" : `${other} is called so, too`;
      return [
        {
          path: ["containers", name, "aliases", at],
          message: `${shown(alias)}: ${whose}; ${other === name ? "leave it out" : "give each its own"}`,
        },
      ];
    }),
  );
}

/** Inside as outside, a domain name leads to the farm. */
function servedNames({ containers }: ApplicationArgs): Problem[] {
  const domains = Object.values(containers).flatMap((one) => websOf(one).flatMap((web) => web.domains));
  return Object.entries(containers).flatMap(([name, { aliases = [], hostname }]) => [
    ...aliases.flatMap((alias, at) =>
      domains.includes(alias)
        ? [
            {
              path: ["containers", name, "aliases", at],
              message: `${shown(alias)} is a name that the application serves: it leads to the farm, inside as outside; leave it out`,
            },
          ]
        : [],
    ),
    ...(hostname !== undefined && domains.includes(hostname)
      ? [
          {
            path: ["containers", name, "hostname"],
            message: `${shown(hostname)} is a name that the application serves, and would lead the container to itself and not to the farm; choose another one, as in ${shown(hostname.replace(/\..*/, ""))}`,
          },
        ]
      : []),
  ]);
}
