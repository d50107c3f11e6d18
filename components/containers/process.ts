import { isIP, isIPv6 } from "node:net";
import type * as pulumi from "@pulumi/pulumi";
import ipaddr from "ipaddr.js";
import { z } from "zod";
import { domainProblem, isWildcard } from "../shared/domain";
import { expecting, shown } from "../shared/expecting";
import { byCode } from "../shared/order";
import { orLate } from "../shared/orLate";
import type { ContainerArgs } from "./args";

/** What a container runs as what, what it calls itself, whom it knows, and how it ends. */
type ProcessArgs = Pick<
  ContainerArgs,
  | "entrypoint"
  | "command"
  | "workingDirectory"
  | "user"
  | "groups"
  | "init"
  | "stopSeconds"
  | "stopSignal"
  | "hostname"
  | "hosts"
  | "dns"
>;

/** How long a container that goes may take to end, where nothing is said, in seconds. */
const defaultStopSeconds = 10;

export const stopSecondsOf = ({
  stopSeconds = defaultStopSeconds,
}: Pick<ContainerArgs, "stopSeconds">): number => stopSeconds;

/** The same in the form of the engine. What is not given is not said: it would replace containers that are there. */
export const processInputs = (args: ProcessArgs) => ({
  ...(args.entrypoint && { entrypoints: [...args.entrypoint] }),
  command: args.command && [...args.command],
  ...(args.workingDirectory && { workingDir: args.workingDirectory }),
  user: args.user,
  ...(args.groups && { groupAdds: args.groups.map(String) }),
  ...(args.init !== undefined && { init: args.init }),
  destroyGraceSeconds: stopSecondsOf(args),
  // By this one the engine goes when it shuts down.
  stopTimeout: args.stopSeconds,
  stopSignal: args.stopSignal,
  hostname: args.hostname,
  hosts: args.hosts && renderHosts(args.hosts),
  ...(args.dns && { dns: [...args.dns] }),
});

const renderHosts = (hosts: Readonly<Record<string, pulumi.Input<string>>>) =>
  Object.entries(hosts)
    .sort(([a], [b]) => byCode(a, b))
    .map(([host, ip]) => ({ host, ip }));

const stopSeconds = expecting("a number of whole seconds, at least 1 and at most 900", "60");

/** The provider gives up what takes 20 minutes. */
export const stopSecondsSchema = z.int(stopSeconds).min(1, stopSeconds).max(900, stopSeconds);

const signals = "HUP INT QUIT ABRT KILL USR1 USR2 ALRM TERM WINCH PWR".split(" ");
const stopSignal = expecting(`a signal that ends programs (${signals.join(", ")})`, '"SIGINT"');

/** As the engine writes it: in any other form, each refresh would find another one. */
export const stopSignalSchema = z
  .string(stopSignal)
  .regex(new RegExp(`^SIG(${signals.join("|")}|RTMIN\\+([1-9]|1\\d|2\\d|30))$`), stopSignal);

const hostname = expecting(
  "a hostname: at most 63 lower-case letters, digits, hyphens and dots between them",
  "rabbit",
);

export const hostnameSchema = z
  .string(hostname)
  .max(63, hostname)
  .refine((name) => !isWildcard(name) && domainProblem(name) === undefined, hostname);

const address = expecting("an IPv4 address or host-gateway", "10.0.0.5");

const hostAddressSchema = z.string(address).superRefine((text, context) => {
  if (text === "host-gateway" || ipaddr.IPv4.isValidFourPartDecimal(text)) return;
  const message = isIPv6(text)
    ? `${shown(text)} is an IPv6 address, and the containers' network has IPv4 alone; give an IPv4 address`
    : address.error({ input: text });
  context.addIssue({ code: "custom", message });
});

// As in the names of containers, there may be underscores, which the DNS has not.
const hostPattern = /^(?=.{1,253}$)\w([\w-]{0,61}\w)?(\.\w([\w-]{0,61}\w)?)*$/;
const hostName = expecting("one name, of letters, digits, hyphens, underscores and dots", "db.example.org");

export const hostsSchema = z
  .record(
    z.string(),
    orLate(hostAddressSchema),
    expecting("a group of addresses by name", '{ "db.example.org": "10.0.0.5" }'),
  )
  .superRefine((hosts, context) => {
    for (const name of Object.keys(hosts).filter((one) => !hostPattern.test(one)))
      context.addIssue({ code: "custom", path: [name], message: hostName.error({ input: name }) });
  });

const group = expecting("the number or the name of a group", '"video"');

export const groupsSchema = z.array(
  z.union([z.int(group).min(0, group), z.string(group).regex(/^[\w.-]+$/, group)], group),
  expecting("a list of groups", '["video"]'),
);

const server = expecting("the address of a name server", '"10.0.0.2"');

export const dnsSchema = z
  .array(
    z.string(server).refine((text) => isIP(text) !== 0, server),
    expecting("a list of addresses", '["10.0.0.2"]'),
  )
  .min(1, expecting("a list of at least one address", '["10.0.0.2"]'));
