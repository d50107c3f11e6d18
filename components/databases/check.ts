import { problemsOf } from "../shared/problems";
import { refuse } from "../shared/refuse";
import { nameSchema } from "../shared/schemas";
import type { DatabaseArgs } from "./args";
import { databaseProblems, databaseSchema } from "./schema";

/**
 * Checks a database before any resource exists.
 * @throws RunError that names every argument that is not usable.
 */
export function checkDatabase(name: string, args: DatabaseArgs): void {
  const wrong = [...problemsOf(nameSchema, name, ["name"]), ...problemsOf(databaseSchema, args)];
  refuse(name, wrong.length > 0 ? wrong : databaseProblems(name, args));
}
