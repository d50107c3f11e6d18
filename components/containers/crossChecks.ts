import { posix } from "node:path";
import { trustDirectory } from "../front/certificates/trust";
import { shown } from "../shared/expecting";
import type { Limits } from "../shared/hardening";
import { type Problem, soundFor } from "../shared/problems";
import { type MemorySize, toMebibytes } from "../shared/size";
import type { ContainerArgs } from "./args";
import { processesTwice } from "./kernel";
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
  ...(soundFor(wrong, data.argument, "temporary", "files") ? hiddenFiles(args, data) : []),
  ...(soundFor(wrong, "temporary", "limits") ? tooLarge(args) : []),
  ...(soundFor(wrong, "sharedMemory", "limits") ? sharedTooLarge(args) : []),
  ...(soundFor(wrong, "ulimits", "limits") ? processesTwice(args) : []),
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

/** A directory at a file's path, and a file that another one hides. */
function hiddenFiles(
  { temporary = [], files = [], trustAuthority }: ContainerArgs,
  { given = [] }: DataPaths,
): Problem[] {
  const directories = [...given, ...temporary.map(asDirectory)].map(({ path }) => plainPath(path));
  const paths = files.map(({ path }) => path);
  const over = paths.find((path) => directories.includes(path));
  const trust = (path: string) => trustAuthority === true && `${path}/`.startsWith(`${trustDirectory}/`);
  return [
    ...reserved(paths.find(trust), "files"),
    ...twice(paths, "files", "the path of two files"),
    ...(over === undefined
      ? []
      : [{ path: ["files"], message: `${shown(over)} is the path of a directory too; give each its own` }]),
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

const tooLarge = ({ temporary = [], limits }: ContainerArgs): Problem[] =>
  temporary
    .map(asDirectory)
    .flatMap(({ size }, at): Problem[] => beyondMemory(size, limits, ["temporary", at, "size"]));

const sharedTooLarge = ({ sharedMemory, limits }: ContainerArgs): Problem[] =>
  beyondMemory(sharedMemory, limits, ["sharedMemory"]);

/** What fills it would end the container instead of being told that it is full. */
function beyondMemory(
  size: MemorySize | undefined,
  limits: Limits | undefined,
  path: PropertyKey[],
): Problem[] {
  const memory = limits?.memory ?? serviceLimits.memory;
  if (size === undefined || toMebibytes(size) <= toMebibytes(memory)) return [];
  return [
    {
      path,
      message: `${shown(size)} is more than the container's memory (${memory}), of which it is a part; lower it, or raise limits.memory`,
    },
  ];
}

/** One path can be written in several ways; a name stays what it is. */
const plainPath = (text: string): string => posix.normalize(text).replace(/(?<=.)\/$/, "");
