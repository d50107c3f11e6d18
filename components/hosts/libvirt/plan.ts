import { createHash } from "node:crypto";
import { toMebibytes } from "../../shared/size";
import type { CheckedVirtualMachine } from "./schema";

/** Whose VM it is. */
export interface Origin {
  readonly project: string;
  readonly stack: string;
  readonly name: string;
}

/** A VM as the renderers see it: every value is known. */
export interface PlannedMachine {
  /** Its name on the hypervisor. */
  readonly name: string;
  /** By which messages name the hypervisor. */
  readonly hypervisor: string;
  /** By which it is told from a VM of the same name that is not ours. */
  readonly uuid: string;
  /** Directory of the hypervisor with all that is the VM's. */
  readonly directory: string;
  /** Path of the template on the hypervisor. */
  readonly template: string;
  readonly disk: "overlay" | "copy";
  readonly memoryMebibytes: number;
  readonly vcpus: number;
  readonly diskMebibytes: number;
  readonly mac: string;
  /** Without the prefix. */
  readonly address: string;
  readonly network: CheckedVirtualMachine["network"];
  readonly autostart: boolean;
  readonly accelerator: "auto" | "kvm" | "emulation";
  readonly stopSeconds: number;
  readonly startSeconds: number;
  /** The public key by which root is entered. */
  readonly entryKey: string;
}

/** A VM's name on its hypervisor, where those of all stacks meet; its own host name too. */
export const nameOnHypervisor = ({ stack, name }: Origin): string =>
  `${stack}-${name}`.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");

/** A card's address that belongs to no maker, the same for the same VM at any time. */
export const madeUpMac = ({ project, stack, name }: Origin): string =>
  `52:54:00${sha256(JSON.stringify([project, stack, name]))
    .slice(0, 6)
    .replaceAll(/../g, ":$&")}`;

/** Directory of the hypervisor with the templates that were built there. */
export const templateDirectory = (directory: string): string => `${directory}/templates`;

/** @param entryKey the public key by which the VM is entered: nobody else's VM has the same. */
export function planMachine(
  origin: Origin,
  hypervisor: string,
  checked: CheckedVirtualMachine,
  entryKey: string,
): PlannedMachine {
  const { template, memory, diskSize, directory, disposable: _, ...same } = checked;
  const name = nameOnHypervisor(origin);
  const key = entryKey.trim();
  return {
    ...same,
    name,
    hypervisor,
    uuid: uuidOf(`${name} ${key}`),
    directory: `${directory}/vms/${name}`,
    template:
      typeof template === "string"
        ? template
        : `${templateDirectory(directory)}/${template.name}-${template.version}.qcow2`,
    memoryMebibytes: toMebibytes(memory),
    diskMebibytes: toMebibytes(diskSize),
    mac: same.network.mac ?? madeUpMac(origin),
    address: addressOf(same.network),
    entryKey: key,
  };
}

/** The address alone, without the length of a prefix. */
export const addressOf = ({ address }: CheckedVirtualMachine["network"]): string =>
  address.split("/")[0] ?? address;

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** Version 8 is for those who make their own. @see https://www.rfc-editor.org/rfc/rfc9562#name-uuid-version-8 */
const uuidOf = (text: string): string =>
  sha256(text).replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-8$3-8$4-$5");
