import type * as docker from "@pulumi/docker";
import { z } from "zod";
import { expecting, shown } from "../shared/expecting";
import { type Limits, processLimit } from "../shared/hardening";
import { byCode } from "../shared/order";
import { type Fields, type Problem, problemsOf } from "../shared/problems";
import { sizeSchema } from "../shared/schemas";
import { toMebibytes } from "../shared/size";
import type { ContainerArgs, Device, Ulimit } from "./args";

/** What containers want of the kernel and of the host's devices. */
type KernelArgs = Pick<ContainerArgs, "sharedMemory" | "ulimits" | "sysctls" | "devices">;

/** The same in the form of the engine. What is not given is not said: it would replace containers that are there. */
export const kernelInputs = ({
  sharedMemory,
  sysctls,
  devices,
}: KernelArgs): Pick<docker.ContainerArgs, "shmSize" | "sysctls" | "devices"> => ({
  ...(sharedMemory && { shmSize: toMebibytes(sharedMemory) }),
  ...(sysctls && {
    sysctls: Object.fromEntries(Object.entries(sysctls).map(([name, value]) => [name, String(value)])),
  }),
  ...(devices && { devices: devices.map(renderDevice) }),
});

/** Limits of each process, those of `limits` first. */
export const renderUlimits = (
  { ulimits = {} }: KernelArgs,
  limits: Limits,
): docker.types.input.ContainerUlimit[] => [
  ...processLimit(limits),
  ...Object.entries(ulimits)
    .sort(([a], [b]) => byCode(a, b))
    .map(([name, limit]) => ({
      name,
      ...(typeof limit === "number" ? { soft: limit, hard: limit } : { soft: limit.soft, hard: limit.hard }),
    })),
];

/** All three are said, as the provider reads them back. */
function renderDevice(one: string | Device): docker.types.input.ContainerDevice {
  const { host, container = host, permissions = "rwm" } = typeof one === "string" ? { host: one } : one;
  return { hostPath: host, containerPath: container, permissions };
}

export const sharedMemorySchema = sizeSchema("256MiB");

const resources =
  "core cpu data fsize locks memlock msgqueue nice nofile nproc rss rtprio rttime sigpending stack".split(
    " ",
  );
const resource = expecting(`a limit of the kernel (${resources.join(", ")})`, "nofile");
const amount = expecting("a whole number, or -1 for no limit", "65536");
const amountSchema = z.int(amount).min(-1, amount);
const pairSchema = z.strictObject(
  { soft: amountSchema, hard: amountSchema } satisfies Fields<Ulimit>,
  expecting("a number, or two", "65536 or { soft: 1024, hard: 65536 }"),
);

export const ulimitsSchema = z
  .record(z.string(), z.unknown(), expecting("a group of limits by name", "{ nofile: 65536 }"))
  .superRefine((limits, context) => {
    for (const [name, limit] of Object.entries(limits))
      for (const { path, message } of ulimitProblems(name, limit))
        context.addIssue({ code: "custom", path: [name, ...path], message });
  });

function ulimitProblems(name: string, limit: unknown): Problem[] {
  if (!resources.includes(name)) return [{ path: [], message: resource.error({ input: name }) }];
  const wrong = problemsOf(typeof limit === "number" ? amountSchema : pairSchema, limit);
  if (wrong.length > 0 || typeof limit === "number") return wrong;
  const { soft, hard } = limit as Ulimit;
  if (hard === -1 || (soft !== -1 && soft <= hard)) return [];
  return [
    { path: ["soft"], message: `${soft} is more than the hard limit (${hard}); lower it, or raise that` },
  ];
}

/** Those that each container has for itself, as the engine knows them; others are the host's. */
const namespaced =
  /^(net\.[\w.-]+|fs\.mqueue\.\w+|kernel\.(msgmax|msgmnb|msgmni|sem|shmall|shmmax|shmmni|shm_rmid_forced))$/;
const sysctl = expecting(
  "a parameter of the kernel that each container has for itself (net.*, fs.mqueue.*, kernel.msg*, kernel.shm*, kernel.sem)",
  "net.core.somaxconn",
);
const value = expecting("a text or a number", "1024");

export const sysctlsSchema = z
  .record(
    z.string(),
    z.union([z.string(), z.number()], value),
    expecting("a group of values by name", '{ "net.core.somaxconn": 1024 }'),
  )
  .superRefine((all, context) => {
    for (const name of Object.keys(all).filter((one) => !namespaced.test(one)))
      context.addIssue({
        code: "custom",
        path: [name],
        message: `${sysctl.error({ input: name })}; the host's own are set on the host: /etc/sysctl.d`,
      });
  });

const devicePath = expecting('a path of a device below /dev, without ":"', '"/dev/dri/renderD128"');
const permissions = expecting("letters of r, w and m, each once", '"rw"');
const devicePathSchema = z.string(devicePath).regex(/^\/dev(\/(?!\.{1,2}(\/|$))[\w.@+-]+)+$/, devicePath);

const deviceSchema = z.strictObject(
  {
    host: devicePathSchema,
    container: devicePathSchema.optional(),
    permissions: z
      .string(permissions)
      .regex(/^(?!.*(.).*\1)[rwm]+$/, permissions)
      .optional(),
  } satisfies Fields<Device>,
  expecting("a path, or a device", '"/dev/ttyUSB0" or { host: "/dev/ttyUSB0", permissions: "rw" }'),
);

export const devicesSchema = z.array(
  z.unknown().superRefine((one, context) => {
    for (const { path, message } of problemsOf(
      typeof one === "string" ? devicePathSchema : deviceSchema,
      one,
    ))
      context.addIssue({ code: "custom", path: [...path], message });
  }),
  expecting("a list of devices", '["/dev/dri/renderD128"]'),
);

/** One limit that is said in two places. */
export const processesTwice = ({ ulimits, limits }: ContainerArgs): Problem[] =>
  ulimits?.nproc !== undefined && limits?.processes !== undefined
    ? [
        {
          path: ["ulimits", "nproc"],
          message: `${shown(ulimits.nproc)}: limits.processes (${limits.processes}) is the same limit; leave one of the two`,
        },
      ]
    : [];
