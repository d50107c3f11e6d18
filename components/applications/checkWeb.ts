import { signInsElsewhere } from "../services/signIn";
import { unvisitedProblems } from "../services/unvisited";
import { wayProblems } from "../services/wayProblems";
import { wayFields } from "../services/waySchema";
import type { Problem } from "../shared/problems";
import type { ApplicationArgs, ApplicationContainer } from "./args";
import { waysOf, websOf } from "./webs";

/** What of a container's way in is given beside `web` is told where it belongs. */
export function meantForWeb(problem: Problem): Problem {
  const [place, , field] = problem.path;
  if (place !== "containers" || problem.path.length !== 3 || !(String(field) in wayFields)) return problem;
  return {
    path: problem.path,
    message: `what a container answers for stands in its web; example: web: { domains: ["cloud.example.org"], port: 80 }`,
  };
}

/** What is wrong between arguments of a container's ways in. */
export function webProblems(container: ApplicationContainer): Problem[] {
  const ways = waysOf(container);
  if (!ways) return toNobody(container);
  const several = Array.isArray(container.web);
  const nameless = websOf(container).findIndex(({ name }, at) => at > 0 && name === undefined);
  if (nameless > 0)
    return [
      {
        path: ["web", nameless, "name"],
        message: `it is missing: all but the first of several ways in have a name; example: "console"`,
      },
    ];
  return [...unvisitedProblems(ways), ...wayProblems(ways, [])].map(
    ({ path: [first, at, ...rest], message }) => {
      const all = [first, at, ...rest].filter((part) => part !== undefined);
      if (!several) return { path: ["web", ...all], message };
      return first === "also" && typeof at === "number"
        ? { path: ["web", at + 1, ...rest], message }
        : { path: first === "also" ? ["web"] : ["web", 0, ...all], message };
    },
  );
}

const toNobody = ({ drainSeconds }: ApplicationContainer): Problem[] =>
  drainSeconds === undefined
    ? []
    : [
        {
          path: ["drainSeconds"],
          message: `${drainSeconds}: the router sends it nothing, and has nothing to wait for; how long it has to end is said by stopSeconds`,
        },
      ];

/** Sign-ins that are on another router than the application. */
export const webSignIns = ({ router, containers }: ApplicationArgs): Problem[] =>
  Object.entries(containers).flatMap(([name, container]) => {
    const ways = waysOf(container);
    return ways
      ? signInsElsewhere(ways, [router]).map(({ message }) => ({
          path: ["containers", name, "web"],
          message,
        }))
      : [];
  });
