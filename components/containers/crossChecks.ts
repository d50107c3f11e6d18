import { posix } from "node:path";
import { trustDirectory } from "../front/certificates/trust";
import { shown } from "../shared/expecting";
import { type Problem, soundFor } from "../shared/problems";
import { toMebibytes } from "../shared/size";
import type { ContainerArgs } from "./args";
import { serviceLimits } from "./limits";
import { asDirectory } from "./temporary";

/** Where a container's data are to be, and the argument that says so. */
export interface DataPaths {
  readonly argument: string;
  /** @default none */
  readonly given?: readonly { readonly path: string }[];
}

/**
 * What is wrong between a container's arguments, each of which is right.
 * @param wrong what is wrong with single ones: nothing is said of these once more
 */
export const containerProblems = (
  args: ContainerArgs,
  data: DataPaths,
  wrong: readonly Problem[],
): Problem[] => [
  ...(soundFor(wrong, data.argument, "temporary") ? hidden(args, data) : []),
  ...(soundFor(wrong, "temporary", "limits") ? tooLarge(args) : []),
];

function hidden(
  { temporary = [], trustAuthority }: ContainerArgs,
  { argument, given = [] }: DataPaths,
): Problem[] {
  const kept = given.map(({ path }) => plainPath(path));
  const inMemory = temporary.map((one) => plainPath(asDirectory(one).path));
  const both = inMemory.find((path) => kept.includes(path));
  const trust = (path: string) => trustAuthority === true && `${trustDirectory}/`.startsWith(`${path}/`);
  return [
    ...reserved(kept.find(trust), argument),
    ...reserved(inMemory.find(trust), "temporary"),
    ...twice(kept, argument, "the path of two volumes"),
    ...twice(inMemory, "temporary", "there twice"),
    ...(both === undefined
      ? []
      : [{ path: ["temporary"], message: `${shown(both)} is the path of a volume too; give each its own` }]),
  ];
}

const reserved = (path: string | undefined, argument: string): Problem[] =>
  path === undefined
    ? []
    : [
        {
          path: [argument],
          message: `${shown(path)} is where trustAuthority puts the certificates (${trustDirectory}); choose another path`,
        },
      ];

/** What a list has twice that each is to have for itself. */
export function twice(values: readonly string[], path: string, what: string): Problem[] {
  const found = values.find((value, at) => values.indexOf(value) !== at);
  return found === undefined
    ? []
    : [{ path: [path], message: `${shown(found)} is ${what}; give each its own` }];
}

/** What fills it would end the container instead of being told that it is full. */
const tooLarge = ({ temporary = [], limits }: ContainerArgs): Problem[] =>
  temporary.map(asDirectory).flatMap(({ size }, at): Problem[] => {
    const memory = limits?.memory ?? serviceLimits.memory;
    if (size === undefined || toMebibytes(size) <= toMebibytes(memory)) return [];
    return [
      {
        path: ["temporary", at, "size"],
        message: `${shown(size)} is more than the container's memory (${memory}), of which it is a part; lower it, or raise limits.memory`,
      },
    ];
  });

/** One path can be written in several ways; a name stays what it is. */
const plainPath = (text: string): string => posix.normalize(text).replace(/(?<=.)\/$/, "");
