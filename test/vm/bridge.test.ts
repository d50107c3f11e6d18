import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../images/run";
import { Clone, fitting } from "./clone";
import { EntryKey } from "./entry";
import { vm } from "./floor";
import { bridge } from "./hypervisor";
import { provideTemplate } from "./template";
import { traces } from "./traces";

const [gateway, first, second] = ["192.168.179.1", "192.168.179.10", "192.168.179.11"];
const ip = (...words: string[]) => run("ip", words);

/** What is on the wire of a bridge: here the hypervisor alone. */
vm("a VM on a bridge of the hypervisor", () => {
  let key: EntryKey;
  let clone: Clone;
  let before: string[];

  const network = (address: string) =>
    ({ kind: "bridge", bridge, address: `${address}/24`, gateway, dns: [gateway] }) as const;
  const inside = (script: string) => key.enter(clone.plan.address, clone.hostKey, script);

  beforeAll(async () => {
    const template = await provideTemplate();
    before = await traces();
    await ip("link", "add", bridge, "type", "bridge");
    await ip("address", "add", `${gateway}/24`, "dev", bridge);
    await ip("link", "set", bridge, "up");
    key = await EntryKey.make();
    clone = new Clone("wired", key.publicKey, { ...fitting(template, first), network: network(first) });
    await clone.up();
  });

  afterAll(async () => {
    await clone?.down();
    await ip("link", "delete", bridge);
    key?.forget();
  });

  test("has its own address there, the gateway and the name server that it was given", async () => {
    expect(await inside("ip -4 -o address show scope global")).toContain(` ${first}/24 `);
    expect(await inside("ip route show default")).toContain(`via ${gateway} `);
    expect(await inside("grep -rhi ^DNS= /run/systemd/network /etc/systemd/network")).toContain(gateway);
  });

  test("answers at another address after a change, with the same host key", async () => {
    const hostKey = clone.hostKey;
    await clone.up({ network: network(second) });
    expect(clone.hostKey).toBe(hostKey);
    expect(await inside("ip -4 -o address show scope global")).toContain(` ${second}/24 `);
  });

  test("leaves nothing on the hypervisor when it goes", async () => {
    await clone.down();
    expect(await traces()).toEqual(before);
  });
});
