import { npx } from "../../components/shared/npx";
import { Failure } from "../shared/failure";
import type { Leftover } from "./find";
import type { Options } from "./options";

/**
 * Chooses what is to go, in the order in which it can: containers hold on to networks and volumes.
 * @param known names that the state has
 * @throws Failure where something may not go, or is not there.
 */
export function choose(
  { remove, clear, host }: Pick<Options, "remove" | "clear" | "host">,
  left: readonly Leftover[],
  known: ReadonlySet<string>,
): Leftover[] {
  const cleared = clear ? left.filter(({ data, goes }) => data === undefined && !goes) : [];
  const named = remove.map((name) => oneCalled(name, left, known, host));
  const chosen = left.filter((one) => cleared.includes(one) || named.includes(one));
  const going = new Set(chosen.filter(({ kind }) => kind === "container").map(({ name }) => name));
  const problems = chosen.flatMap((one) => {
    const users = one.usedBy.filter((container) => !going.has(container));
    return users.length > 0 ? [inUse(one, users)] : [];
  });
  if (problems.length > 0) throw new Failure(problems.join("\n"));
  return chosen;
}

function oneCalled(
  name: string,
  left: readonly Leftover[],
  known: ReadonlySet<string>,
  host: string | undefined,
): Leftover {
  const [found, ...more] = left.filter((one) => one.name === name);
  if (found && more.length > 0)
    throw new Failure(
      `--remove: ${name} is on several hosts (${[found, ...more].map((one) => one.host).join(", ")}); say which with --host`,
    );
  if (found?.goes)
    throw new Failure(
      `--remove: ${name} has been replaced and goes with the next "${npx("pulumi up")}"; leave it to that`,
    );
  if (found) return found;
  if (known.has(name))
    throw new Failure(
      `--remove: ${name} is in the state of the stack; take it out of the program, or ${npx("pulumi destroy")}`,
    );
  const where = host === undefined ? "" : ` on host ${host}`;
  throw new Failure(
    `--remove: there is no ${name} with the labels of this environment${where}; what there is: ${npx("homeport leftovers")} without --remove`,
  );
}

const inUse = ({ kind, name, host }: Leftover, users: readonly string[]): string =>
  `the ${kind} ${name} on host ${host} is used by ${users.join(", ")}; name ${users.length > 1 ? "these" : "it"} too, or leave it`;
