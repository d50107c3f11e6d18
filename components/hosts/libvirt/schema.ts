import ipaddr from "ipaddr.js";
import { z } from "zod";
import { expecting, expectingKind, shown } from "../../shared/expecting";
import type { Fields } from "../../shared/problems";
import { sizeSchema, yesOrNo } from "../../shared/schemas";
import type { BridgeNetwork, NamedTemplate, NatNetwork, VirtualMachineArgs } from "./args";
import { vmDefaults } from "./defaults";

const templatePath = expecting(
  "an absolute path of the hypervisor without blanks, quotes and any of <>&,",
  "/srv/images/debian-13.qcow2",
);
const template = expecting("a template", "{ name: debian-13, version: 0123456789ab }");
const templateName = expecting("a template's name", "debian-13");
const templateVersion = expecting("a template's version", "0123456789ab");
const vcpus = expecting("a whole number of processors (1–64)", "2");
const seconds = (example: number) => expecting("a whole number of seconds (1–3600)", String(example));
const directory = expecting(
  "an absolute path of the hypervisor without blanks, quotes and any of <>&,",
  vmDefaults.directory,
);
const address = (example: string) => expecting("an IPv4 address", example);
const withPrefix = expecting(
  "an IPv4 address with its network's prefix, and not the network's first or last",
  "192.168.1.20/24",
);
const mac = expecting("the address of a network card that belongs to one machine", "52:54:00:12:34:56");
const bridge = expecting("the name of a bridge", "br0");
const network = expecting("the name of a libvirt network", "default");

const wholeSeconds = (example: number) =>
  z.int(seconds(example)).min(1, seconds(example)).max(3600, seconds(example));

const absolutePath = (message: ReturnType<typeof expecting>) =>
  z.string(message).regex(/^\/[^\s'"<>&,]*$/, message);

const addressSchema = (example: string) =>
  z.string(address(example)).refine((text) => ipaddr.IPv4.isValidFourPartDecimal(text), address(example));

// The second digit says whether it is one machine's address.
const macSchema = z
  .string(mac)
  .regex(/^[0-9a-fA-F][02468aceACE](:[0-9a-fA-F]{2}){5}$/, mac)
  .transform((text) => text.toLowerCase())
  .optional()
  .describe("address of its network card; by default made up from its name.");

function isHostAddress(text: string): boolean {
  if (!/^\d+\.\d+\.\d+\.\d+\/\d+$/.test(text) || !ipaddr.IPv4.isValidCIDR(text)) return false;
  const [host, bits] = ipaddr.IPv4.parseCIDR(text);
  const ends = [ipaddr.IPv4.networkAddressFromCIDR(text), ipaddr.IPv4.broadcastAddressFromCIDR(text)];
  return bits >= 8 && bits <= 30 && !ends.some((end) => end.toString() === host.toString());
}

const nat = z.strictObject({
  kind: z.literal("nat"),
  network: z
    .string(network)
    .regex(/^[\w.-]+$/, network)
    .default(vmDefaults.network)
    .describe("name of the libvirt network."),
  address: addressSchema("192.168.122.10").describe("address of the VM in it."),
  mac: macSchema,
} satisfies Fields<NatNetwork>);

const bridged = z
  .strictObject({
    kind: z.literal("bridge"),
    bridge: z
      .string(bridge)
      .regex(/^[\w.-]{1,15}$/, bridge)
      .describe("name of the hypervisor's bridge."),
    address: z
      .string(withPrefix)
      .refine(isHostAddress, withPrefix)
      .describe("address of the VM, with the prefix."),
    gateway: addressSchema("192.168.1.1").describe("where everything outside the network is reached."),
    dns: z
      .array(addressSchema("192.168.1.1"), expecting("a list of addresses", "[192.168.1.1]"))
      .min(1, "name at least one name server; example: [192.168.1.1]")
      .describe("addresses of name servers."),
    mac: macSchema,
  } satisfies Fields<BridgeNetwork>)
  .superRefine(({ address, gateway }, context) => {
    if (!isHostAddress(address) || !ipaddr.IPv4.isValidFourPartDecimal(gateway)) return;
    if (ipaddr.IPv4.parse(gateway).match(ipaddr.IPv4.parseCIDR(address))) return;
    const message = `${shown(gateway)} is not in the network of ${address}; example: 192.168.1.1`;
    context.addIssue({ code: "custom", path: ["gateway"], message });
  });

const oneOf = <T extends string>(first: T, ...more: T[]) =>
  z.enum([first, ...more], expecting(`one of ${[first, ...more].join(", ")}`, first));

/** The fields of a VM, in arguments and in settings alike. */
export const virtualMachineFields = {
  template: z
    .union(
      [
        absolutePath(templatePath),
        z.strictObject({
          name: z.string(templateName).regex(/^[a-z0-9][a-z0-9.-]*$/, templateName),
          version: z.string(templateVersion).regex(/^[a-z0-9][a-z0-9.-]*$/, templateVersion),
        } satisfies Fields<NamedTemplate>),
      ],
      template,
    )
    .describe("what it is cloned from: a template's name and version, or the path of a qcow2 image."),
  disk: oneOf("overlay", "copy")
    .default(vmDefaults.disk)
    .describe("whether the disk lies on the template or copies it."),
  memory: sizeSchema("2GiB").describe("a change takes a reboot."),
  vcpus: z.int(vcpus).min(1, vcpus).max(64, vcpus).default(vmDefaults.vcpus).describe("virtual processors."),
  diskSize: sizeSchema("20GiB").describe("size of the disk, which can only grow."),
  network: z
    .discriminatedUnion(
      "kind",
      [nat, bridged],
      expectingKind("kind", "a kind of network", ["nat", "bridge"], "{ kind: nat, address: 192.168.122.10 }"),
    )
    .describe("how it is connected."),
  autostart: yesOrNo(true).default(vmDefaults.autostart).describe("whether it starts with its hypervisor."),
  disposable: yesOrNo(false)
    .default(vmDefaults.disposable)
    .describe("whether it may be replaced or deleted, with all data on it."),
  stopSeconds: wholeSeconds(60)
    .default(vmDefaults.stopSeconds)
    .describe("how long an orderly shutdown may take, in seconds."),
  startSeconds: wholeSeconds(300)
    .default(vmDefaults.startSeconds)
    .describe("how long it may take until it answers SSH, in seconds."),
  accelerator: oneOf("auto", "kvm", "emulation")
    .default(vmDefaults.accelerator)
    .describe("auto: KVM where it works, else emulation."),
  directory: absolutePath(directory)
    .default(vmDefaults.directory)
    .describe("directory of the hypervisor with disks and templates."),
} satisfies Fields<VirtualMachineArgs>;

/** A VM with every default filled in. */
export const virtualMachineSchema = z.strictObject(
  virtualMachineFields,
  expecting("a group of arguments", "{ template, memory: 2GiB, diskSize: 20GiB, network }"),
);

/** A checked VM. */
export type CheckedVirtualMachine = z.infer<typeof virtualMachineSchema>;
