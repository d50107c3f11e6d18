import { shown } from "../shared/expecting";
import type { Problem } from "../shared/problems";
import type { ApplicationArgs, Condition } from "./args";
import { circleIn, waitsOf } from "./order";

/** What is wrong with what waits for what. */
export function orderProblems(args: ApplicationArgs): Problem[] {
  const { containers, jobs = {} } = args;
  const wrong = [
    ...Object.entries(jobs).flatMap(([name, { like }]) =>
      like in containers
        ? []
        : [
            {
              path: ["jobs", name, "like"],
              message: `the application has no container ${shown(like)}; it has ${Object.keys(containers).join(", ")}`,
            },
          ],
    ),
    ...Object.entries({ containers, jobs }).flatMap(([group, all]) =>
      Object.entries(all).flatMap(([name, { after = {} }]) =>
        Object.entries(after).flatMap(([other, condition]) => {
          const message = conditionProblem(args, other, condition as Condition);
          return message === undefined ? [] : [{ path: [group, name, "after", other], message }];
        }),
      ),
    ),
  ];
  const ambiguous = Object.keys(jobs).some((name) => name in containers);
  return wrong.length > 0 || ambiguous ? wrong : inACircle(args);
}

function conditionProblem(
  { containers, jobs = {} }: ApplicationArgs,
  name: string,
  condition: Condition,
): string | undefined {
  if (name in jobs)
    return condition === "done"
      ? undefined
      : `${shown(condition)}: ${name} is a job, which is waited for until it is done; example: { ${name}: "done" }`;
  if (!(name in containers)) {
    const names = [...Object.keys(containers), ...Object.keys(jobs)].join(", ");
    return `the application has no container and no job ${shown(name)}; it has ${names}`;
  }
  return condition === "done"
    ? `"done": ${name} is a container, which runs on and is never done; say "started" or "healthy", or make it a job`
    : undefined;
}

function inACircle(args: ApplicationArgs): Problem[] {
  const circle = circleIn(waitsOf(args));
  if (!circle) return [];
  const [first = ""] = circle;
  const path = first in (args.jobs ?? {}) ? ["jobs", first, "after"] : ["containers", first, "after"];
  return [
    {
      path,
      message: `each waits for the next, and none could begin: ${circle.join(" → ")} (a container waits for its jobs, too); leave one of them out`,
    },
  ];
}
