import { beforeAll, describe, expect, test } from "vitest";
import { graphOf, named, record } from "./graph";
import { placesIn } from "./places";
import type { Recording } from "./recording";

let graph: Recording;
beforeAll(async () => {
  graph = await graphOf({ program: "virtual" });
});

const command = (name: string) => named(graph, `command:local:Command ${name}`);

describe("a VM", () => {
  test("is a check, a disk and a boot, all of its parent", () => {
    const children = graph.resources.filter(({ name }) => name.startsWith("stays-"));
    expect(children.map(({ name, parent }) => `${parent}: ${name}`)).toEqual(
      ["entry-key", "fits", "disk-with-data", "boot"].map((role) => `test:index:Home home: stays-${role}`),
    );
  });

  test("is protected with the key that opens it, but for one that may go", () => {
    const isProtected = (name: string) => named(graph, name).protect;
    for (const role of ["entry-key", "disk-with-data"]) {
      expect(isProtected(`stays-${role}`), role).toBe(true);
      expect(isProtected(`goes-${role}`), role).toBe(false);
    }
    expect(isProtected("stays-boot"), "a reboot is no loss").toBe(false);
  });

  test("is replaced for another template, disk, place or key, the old one first, and for nothing else", () => {
    const { inputs, deleteBeforeReplace } = command("stays-disk-with-data");
    expect(deleteBeforeReplace).toBe(true);
    expect(inputs.triggers).toEqual([
      "cellar",
      "prod-stays",
      expect.stringMatching(/^[0-9a-f-]{36}$/),
      "/var/lib/libvirt/images/homeport/vms/prod-stays",
      "/var/lib/libvirt/images/homeport/templates/debian-13-0123456789ab.qcow2",
      "overlay",
    ]);
    expect(command("stays-boot").inputs.triggers).toBeUndefined();
  });

  test("says in a preview that a change of it is a reboot", () => {
    const { create, update } = command("stays-boot").inputs;
    const shape = "VM prod-stays: 2048 MiB of memory, 2 vCPUs, 20480 MiB of disk, address 192.168.122.10";
    expect([create, update]).toEqual([`boot ${shape}`, `reboot ${shape}`]);
  });

  test("is removed by its disk alone, by the title that a person reads", () => {
    expect(command("stays-disk-with-data").inputs.delete).toBe("remove VM prod-stays with its disk");
    for (const role of ["fits", "boot"]) expect(command(`stays-${role}`).inputs.delete).toBeUndefined();
  });

  test("gives the private key that opens it to no script of its hypervisor", () => {
    const places = placesIn(graph, "key-of-stays-entry-key").filter(({ path }) => !path.startsWith("tls:"));
    expect(places).toEqual([]);
  });
});

test("two VMs in each other's way are refused before anything is made", async () => {
  const { errors } = await record({ program: "virtual", config: { "test:again": "true" } });
  expect(errors.map(({ text }) => text).join("\n")).toContain(
    'goes.network.address: "192.168.122.10" is that of VM stays; give each its own\ngoes.network.mac: "52:54:00:00:00:01" is that of VM stays',
  );
});
