import { type Problem, problemsOf } from "../shared/problems";
import { refuse, warnOfUnpinned } from "../shared/refuse";
import { nameSchema } from "../shared/schemas";
import type { ApplicationArgs } from "./args";
import { membersProblems } from "./checkContainers";
import { nameProblems } from "./checkNames";
import { orderProblems } from "./checkOrder";
import { placeProblems } from "./checkPlaces";
import { meantForWeb, webSignIns } from "./checkWeb";
import { databasesProblems, meantForDatabase, unfold } from "./databases";
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
    ...(wrong.length > 0 ? [] : problemsBetween(application, args)),
  ]);
  for (const [name, { image }] of Object.entries(args.containers))
    warnOfUnpinned(application, `containers.${name}.image`, image);
}

function problemsBetween(application: string, given: ApplicationArgs): Problem[] {
  const wrong = databasesProblems(application, given);
  if (wrong.length > 0) return wrong;
  const { args } = unfold(application, given, {});
  return [
    ...nameProblems(application, args),
    ...orderProblems(args),
    ...placeProblems(args),
    ...membersProblems(args),
    ...webSignIns(args),
  ].map(meantForDatabase(given));
}
