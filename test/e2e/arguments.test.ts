import { afterAll, beforeAll, expect, test } from "vitest";
import { testImages } from "../images/tags";
import { docker } from "../support/containers";
import { e2e } from "./floor";
import type { Home } from "./home";
import { Workspace } from "./workspace";

const untagged = "homeport-test/untagged";

e2e("what people write in arguments is what the provider reads back", () => {
  let workspace: Workspace | undefined;
  let home: Home;
  beforeAll(async () => {
    workspace = await Workspace.open("arguments");
    const image = docker.getImage(testImages.echo);
    await image.tag({ repo: untagged, tag: "latest" });
    home = await workspace.stack("prod");
    home.configure({ "arguments:untagged": untagged, "arguments:id": (await image.inspect()).Id });
    await home.up();
  });
  afterAll(async () => {
    await workspace?.close();
    await docker.getImage(untagged).remove();
  });

  const containerOf = async (service: string) => {
    const label = Object.entries({ ...home.labels, "homeport.component": service }).map((one) =>
      one.join("="),
    );
    const [found] = await docker.listContainers({ filters: { label } });
    return docker.getContainer(found?.Id ?? "").inspect();
  };

  test("capabilities with or without a prefix are kept, and no others", async () => {
    const kept = async (service: string) => (await containerOf(service)).HostConfig.CapAdd ?? [];
    expect((await kept("full")).toSorted()).toEqual(["CAP_CHOWN", "CAP_NET_BIND_SERVICE", "CAP_SETUID"]);
    expect(await kept("plain")).toEqual(["CAP_KILL"]);
    expect(await kept("none")).toEqual([]);
  });

  test("how a container ends, what it calls itself, whom it knows and what it has in memory reach the engine", async () => {
    const { Config, HostConfig } = await containerOf("full");
    expect(Config).toMatchObject({ StopTimeout: 25, StopSignal: "SIGINT", Hostname: "full" });
    expect(HostConfig).toMatchObject({
      MemoryReservation: 40 * 1024 ** 2,
      Tmpfs: { "/tmp/": "", "/run//homeport": "", "/var/tmp": "", "/opt": "exec,size=16m,mode=0750" },
    });
    expect(HostConfig.ExtraHosts?.toSorted()).toEqual([
      "alone:10.0.0.6",
      "db.example.org:10.0.0.5",
      "machine:host-gateway",
    ]);
    const { Config: plain } = await containerOf("plain");
    expect(plain).not.toHaveProperty("StopTimeout");
    expect(plain).not.toHaveProperty("StopSignal");
  });

  test("a volume of another service is the same one, and who can only read it cannot write", async () => {
    const at = async (service: string, path: string) =>
      (await containerOf(service)).Mounts.find(({ Destination }) => Destination === path);
    const [own, lent] = [await at("shared", "/files"), await at("reader", "/there")];
    expect([own?.RW, lent?.RW]).toEqual([true, false]);
    expect(lent?.Name).toBe(own?.Name);
  });

  test("a refresh finds nothing that has drifted, and the next preview nothing to change", async () => {
    await home.undrifted();
    await home.unchanged();
  });
});
