import type { PlannedMachine } from "./plan";
import { element, renderXml, type XmlElement } from "./xml";

/**
 * Renders a VM as libvirt defines it.
 * @see https://libvirt.org/formatdomain.html
 */
export const renderDomain = (vm: PlannedMachine, type: "kvm" | "qemu"): string =>
  renderXml(
    element("domain", { type }, [
      element("name", {}, vm.name),
      element("uuid", {}, vm.uuid),
      element(
        "description",
        {},
        "Made by Homeport: a change that is made here is lost with the next one there.",
      ),
      element("memory", { unit: "MiB" }, String(vm.memoryMebibytes)),
      element("vcpu", {}, String(vm.vcpus)),
      element("os", {}, [
        // With the newer q35 and its disks, Debian's small kernel finds no seed.
        element("type", { arch: "x86_64", machine: "pc" }, "hvm"),
        element("boot", { dev: "hd" }),
      ]),
      // The power button of an orderly shutdown is one of ACPI.
      element("features", {}, [element("acpi"), element("apic")]),
      ...(type === "kvm" ? [element("cpu", { mode: "host-passthrough" })] : []),
      element("clock", { offset: "utc" }),
      element("on_poweroff", {}, "destroy"),
      element("on_reboot", {}, "restart"),
      element("on_crash", {}, "restart"),
      element("devices", {}, [
        disk("vda", { type: "qcow2", discard: "unmap" }, `${vm.directory}/disk.qcow2`),
        disk("vdb", { type: "raw" }, `${vm.directory}/seed.iso`, element("readonly")),
        card(vm),
        element("serial", { type: "pty" }, [
          element("log", { file: `${vm.directory}/console.log`, append: "off" }),
          element("target", { port: "0" }),
        ]),
        element("console", { type: "pty" }, [element("target", { type: "serial", port: "0" })]),
        element("rng", { model: "virtio" }, [element("backend", { model: "random" }, "/dev/urandom")]),
      ]),
    ]),
  );

const disk = (
  target: string,
  driver: Readonly<Record<string, string>>,
  file: string,
  ...more: XmlElement[]
): XmlElement =>
  element("disk", { type: "file", device: "disk" }, [
    element("driver", { name: "qemu", ...driver }),
    element("source", { file }),
    element("target", { dev: target, bus: "virtio" }),
    ...more,
  ]);

function card({ network, mac }: PlannedMachine): XmlElement {
  const [type, source] =
    network.kind === "nat"
      ? ["network", { network: network.network }]
      : ["bridge", { bridge: network.bridge }];
  return element("interface", { type }, [
    element("mac", { address: mac }),
    element("source", source),
    element("model", { type: "virtio" }),
  ]);
}
