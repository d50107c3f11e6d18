import { expect, test } from "vitest";
import { madeUpMac, nameOnHypervisor, planMachine } from "../../../../components/hosts/libvirt/plan";
import { virtualMachineSchema } from "../../../../components/hosts/libvirt/schema";
import { nat } from "./machines";

const apps = { project: "homeport", stack: "prod", name: "apps" };

test("a MAC is made up once for a VM, is libvirt's, and another one for every other VM", () => {
  const mac = madeUpMac(apps);
  expect(mac).toMatch(/^52:54:00(:[0-9a-f]{2}){3}$/);
  expect(madeUpMac({ ...apps })).toBe(mac);
  for (const other of [{ project: "other" }, { stack: "staging" }, { name: "shop" }])
    expect(madeUpMac({ ...apps, ...other })).not.toBe(mac);
});

test("VMs of two stacks have two names, which are names of machines", () => {
  expect(nameOnHypervisor(apps)).toBe("prod-apps");
  expect(nameOnHypervisor({ ...apps, stack: "staging" })).toBe("staging-apps");
  expect(nameOnHypervisor({ ...apps, stack: "Org_Dev.2" })).toBe("org-dev-2-apps");
});

test("a VM is known by its name and the key that opens it", () => {
  const uuid = (origin: typeof apps, key: string) =>
    planMachine(origin, "cellar", virtualMachineSchema.parse(nat), key).uuid;
  const own = uuid(apps, "ssh-ed25519 AAAA\n");
  expect(own).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(uuid(apps, "ssh-ed25519 AAAA")).toBe(own);
  expect(uuid(apps, "ssh-ed25519 BBBB")).not.toBe(own);
  expect(uuid({ ...apps, name: "shop" }, "ssh-ed25519 AAAA")).not.toBe(own);
});
