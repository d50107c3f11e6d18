import { closest } from "fastest-levenshtein";
import type { z } from "zod";
import type { HaproxyFarmArgs } from "../haproxyFarm/args";
import { isSubnet, overlaps } from "../shared/subnet";
import type { PrivatePort } from "../traefikRouter/args";
import { type RawSettings, settingsSchema } from "./schema";

/** The settings of one stack as its files have them, without the `homeport:` before each key. */
export interface StackSettings {
  readonly stack: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** What the program needs to know, in the form in which its components take it. */
export interface Settings {
  readonly subnet: string;
  /** Where the routers' port is published. */
  readonly routerPort: PrivatePort;
  /** All that a farm does not get from the program. */
  readonly farm: Omit<HaproxyFarmArgs, "network" | "services" | "image">;
  readonly images: RawSettings["images"];
}

/** A stack's settings with its offsets added to the ports. */
type Resolved = Omit<RawSettings, "portOffsets">;

/** Everything that is wrong with a stack's settings: one entry for each, with its path and the way out. */
export class SettingsError extends Error {
  constructor(readonly problems: readonly string[]) {
    super(problems.join("\n"));
  }
}

/**
 * Checks the settings of a stack, alone and against those of the project's other stacks.
 * @throws SettingsError that lists every problem.
 */
export function parseSettings(own: StackSettings, siblings: readonly StackSettings[] = []): Settings {
  const parsed = settingsSchema.safeParse(own.values);
  if (!parsed.success) {
    throw new SettingsError(parsed.error.issues.flatMap((issue) => describe(issue, own.stack)));
  }
  const settings = withOffsets(parsed.data);
  const problems = [
    ...ownClashes(settings),
    ...siblings.flatMap((sibling) => siblingClashes(settings, sibling)),
  ];
  if (problems.length > 0) throw new SettingsError(problems.map((problem) => inFile(problem, own.stack)));
  return forComponents(settings);
}

function forComponents({ ports, network, certificates, tls, images }: Resolved): Settings {
  const { subnet, bindAddress, privateAddress, publicPorts } = network;
  const { router, ...farmPorts } = ports;
  return {
    subnet,
    routerPort: { address: privateAddress, port: router },
    farm: { ports: farmPorts, publicPorts, bindAddress, statsAddress: privateAddress, certificates, ...tls },
    images,
  };
}

function withOffsets({ ports, portOffsets, ...rest }: RawSettings): Resolved {
  return {
    ...rest,
    ports: {
      http: ports.http + portOffsets.farm,
      https: ports.https + portOffsets.farm,
      stats: ports.stats + portOffsets.farm,
      router: ports.router + portOffsets.router,
    },
  };
}

const inFile = (problem: string, stack: string): string => `${problem}\n  in Pulumi.${stack}.yaml`;

function describe(issue: z.core.$ZodIssue, stack: string): string[] {
  const path = issue.path.join(".");
  if (issue.code !== "unrecognized_keys") return [inFile(`${path}: ${issue.message}`, stack)];
  return issue.keys.map((key) => {
    const full = [...issue.path, key].join(".");
    const near = closest(key, knownKeys(issue.path));
    return inFile(
      `${full}: there is no such setting; the nearest is ${[...issue.path, near].join(".")}`,
      stack,
    );
  });
}

function knownKeys(path: readonly PropertyKey[]): string[] {
  const schema = path.reduce<z.core.$ZodType>((at, key) => shapeOf(at)[String(key)] ?? at, settingsSchema);
  return Object.keys(shapeOf(schema));
}

function shapeOf(schema: z.core.$ZodType): Record<string, z.core.$ZodType> {
  const { def } = schema._zod as unknown as {
    def: { shape?: Record<string, z.core.$ZodType>; innerType?: z.core.$ZodType };
  };
  return def.shape ?? (def.innerType ? shapeOf(def.innerType) : {});
}

/** Every port of a stack with the path by which an error names it. */
const portsOf = ({ ports }: Resolved): [string, number][] =>
  Object.entries(ports).map(([key, port]) => [`ports.${key}`, port]);

function ownClashes(settings: Resolved): string[] {
  const ports = portsOf(settings);
  return [
    ...ports
      .filter(([, port]) => port < 1 || port > 65535)
      .map(
        ([path, port]) =>
          `${path}: ${port}, with the stack's offset, is not a port (1–65535); choose a smaller offset`,
      ),
    ...ports.flatMap(([path, port], at) =>
      ports
        .slice(at + 1)
        .filter(([, other]) => other === port)
        .map(
          ([other]) =>
            `${path}: ${port} is also ${other}, with the stack's offsets; choose another offset or base port`,
        ),
    ),
  ];
}

function siblingClashes(settings: Resolved, { stack, values }: StackSettings): string[] {
  const parsed = settingsSchema.safeParse(values);
  // A file that is not usable is its own stack's problem; only its subnet may be told from here.
  if (!parsed.success) return [];
  const sibling = withOffsets(parsed.data);
  const theirs = portsOf(sibling);
  return [
    ...portsOf(settings).flatMap(([path, port]) =>
      theirs
        .filter(([, other]) => other === port)
        .map(
          ([other]) =>
            `${path}: ${port} is also ${other} of stack ${stack} (Pulumi.${stack}.yaml); choose another portOffsets value`,
        ),
    ),
    ...(isSubnet(sibling.network.subnet) && overlaps(settings.network.subnet, sibling.network.subnet)
      ? [
          `network.subnet: ${settings.network.subnet} overlaps ${sibling.network.subnet} of stack ${stack} (Pulumi.${stack}.yaml); choose another network`,
        ]
      : []),
  ];
}
