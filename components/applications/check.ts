import { problemsOf } from "../shared/problems";
import { refuse, warnOfUnpinned } from "../shared/refuse";
import { nameSchema } from "../shared/schemas";
import type { ApplicationArgs } from "./args";
import { membersProblems } from "./checkContainers";
import { nameProblems } from "./checkNames";
import { orderProblems } from "./checkOrder";
import { placeProblems } from "./checkPlaces";
import { meantForWeb } from "./checkWeb";
import { applicationSchema } from "./schema";

/**
 * Checks an application's arguments before any resource exists.
 * @throws RunError that names every argument that is not usable.
 */
export function checkApplication(application: string, args: ApplicationArgs): void {
  const wrong = problemsOf(applicationSchema, args);
  refuse(application, [
    ...problemsOf(nameSchema, application, ["name"]),
    ...wrong.map(meantForWeb),
    // What is wrong by itself would be told in two ways.
    ...(wrong.length > 0
      ? []
      : [
          ...nameProblems(application, args),
          ...orderProblems(args),
          ...placeProblems(args),
          ...membersProblems(args),
        ]),
  ]);
  for (const [name, { image }] of Object.entries(args.containers))
    warnOfUnpinned(application, `containers.${name}.image`, image);
}
