import ipaddr from "ipaddr.js";
import { z } from "zod";
import { expecting } from "../../shared/expecting";
import type { Fields } from "../../shared/problems";
import { portSchema, sizeSchema, yesOrNo as yesOrNoAs } from "../../shared/schemas";
import type { EngineSource, HostFirewall, HostSetup } from "./args";
import { runnerSchema } from "./runnerSchema";

const yesOrNo = yesOrNoAs(true);
const version = expecting("a version, or its beginning", '"28.5"');
const occasion = expecting("a text by which one update is told from the next", "2026-11");
const port = expecting("a port (1–65535), for UDP with its protocol", "443/udp");
const network = expecting("a network in CIDR notation without host bits", "192.168.1.0/24");
const settings = expecting("settings as in daemon.json", "{ debug: true }");

const engineSchema = z.strictObject(
  {
    from: z
      .enum(["distribution", "docker"], expecting("a source of engines (distribution, docker)", "docker"))
      .describe("the distribution's packages, or Docker's own repository."),
    version: z
      .string(version)
      .regex(/^\d+(\.\d+){0,2}$/, version)
      .optional()
      .describe("version, or its beginning; without one the newest."),
  } satisfies Fields<EngineSource>,
  expecting("a source of engines", "{ from: distribution }"),
);

/** Settings that are the machine's own part; each breaks the engine where it stands in the file. */
const unusable: Readonly<Record<string, string>> = {
  hosts: "the engine's service says already where it listens, and would not start",
  "data-root": "an engine that moves loses its containers; move it by hand",
};

const value = expecting("a value as in daemon.json", "true");
const isJson = (given: unknown): boolean => z.json().safeParse(given).success;

const daemonSchema = z.record(z.string(), z.custom(isJson, value), settings).superRefine((given, context) => {
  for (const key of Object.keys(given)) {
    const why = unusable[key];
    if (why) context.addIssue({ code: "custom", path: [key], message: `${why}; leave it out` });
  }
});

const portEntry = z.union(
  [
    portSchema(443),
    z
      .templateLiteral([z.number(), "/udp"], port)
      .refine((text) => portSchema(443).safeParse(Number.parseInt(text, 10)).success, port),
  ],
  port,
);
const ports = z.array(portEntry, expecting("a list of ports", "[80, 443]"));

const isNetwork = (text: string): boolean => {
  if (!ipaddr.isValidCIDR(text)) return false;
  const [address] = ipaddr.parseCIDR(text);
  const first =
    address.kind() === "ipv4"
      ? ipaddr.IPv4.networkAddressFromCIDR(text)
      : ipaddr.IPv6.networkAddressFromCIDR(text);
  return first.toString() === address.toString();
};

const peer = expecting("an address of IPv4", "192.168.1.11");
const isFour = (text: string): boolean => ipaddr.IPv4.isValidFourPartDecimal(text);

const firewallSchema = z.strictObject(
  {
    public: ports.default([]).describe("ports that everyone may reach."),
    private: z
      .array(
        z.string(network).refine(isNetwork, network),
        expecting("a list of networks", "[192.168.1.0/24]"),
      )
      .default([])
      .describe("networks that reach every port that containers publish."),
    machine: ports
      .default([])
      .describe("ports of the machine's own programs that the private networks may reach."),
    noMail: z
      .array(
        z.string(network).refine(isNetwork, network),
        expecting("a list of networks", "[172.30.71.0/24]"),
      )
      .default([])
      .describe("networks of containers that reach no server of mail."),
    vrrp: z
      .array(z.string(peer).refine(isFour, peer), expecting("a list of addresses", "[192.168.1.11]"))
      .default([])
      .describe("machines with which this one shares a virtual address."),
  } satisfies Fields<HostFirewall>,
  expecting("the rules of a firewall", "{ public: [80, 443] }"),
);

/** What is set up on a machine; `secret` is what stands for one. */
export const hostSetupSchema = <S extends z.ZodType>(secret: S) =>
  z.strictObject(
    {
      engine: engineSchema.prefault({ from: "distribution" }).describe("where the Docker engine comes from."),
      compose: yesOrNo.default(true).describe("whether Docker Compose is installed."),
      daemon: daemonSchema.default({}).describe("settings of the engine as in daemon.json, no secrets."),
      update: z
        .string(occasion)
        .regex(/^[\w .:-]{1,40}$/, occasion)
        .optional()
        .describe("brings all packages up to date, and again whenever this text changes."),
      securityUpdates: yesOrNo.default(false).describe("whether security updates are installed every day."),
      timeSync: yesOrNo.default(false).describe("whether the clock is set by the network."),
      swapFile: sizeSchema("2GiB").optional().describe("size of a swap file."),
      firewall: firewallSchema.optional().describe("who reaches the machine and its containers."),
      gitlabRunner: runnerSchema(secret).optional().describe("a GitLab runner."),
      sshKeysOnly: yesOrNo.default(false).describe("whether SSH takes keys only."),
    } satisfies Fields<HostSetup>,
    expecting("a group of settings", "{ engine: { from: docker } }"),
  );
