import type Docker from "dockerode";
import { afterEach, describe, expect, test, vi } from "vitest";
import { removeSandbox } from "../../sandbox/clean";

/** An engine with one network of a sandbox that it does not let go. */
const engineWith = (Containers: Record<string, object>) => {
  const disconnect = vi.fn(async () => {});
  const network = {
    inspect: async () => ({ Containers, Name: "prod", IPAM: { Config: [{ Subnet: "172.27.0.0/24" }] } }),
    disconnect,
    remove: async () => Promise.reject(new Error("network prod id 1 has active endpoints")),
  };
  const engine = {
    listContainers: async () => [],
    listNetworks: async () => [{ Id: "1" }],
    listVolumes: async () => ({ Volumes: [] }),
    getNetwork: () => network,
  };
  return { engine: engine as unknown as Docker, disconnect };
};

describe("a network that the engine does not let go", () => {
  afterEach(() => vi.restoreAllMocks());

  test("is told and left where nobody is in it: the engine has miscounted", async () => {
    const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
    await removeSandbox(engineWith({}).engine, "one");
    expect(warn.mock.calls.join()).toContain("keeps the network prod (172.27.0.0/24)");
  });

  test("is a failure where somebody stays in it", async () => {
    const { engine, disconnect } = engineWith({ guest: {} });
    await expect(removeSandbox(engine, "one")).rejects.toThrow("has active endpoints");
    expect(disconnect).toHaveBeenCalledWith({ Container: "guest", Force: true });
  }, 60_000);
});
