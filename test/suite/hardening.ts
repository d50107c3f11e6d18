import { describe, expect, test } from "vitest";
import { type Container, inspect } from "../support/containers";
import { waitFor } from "../support/wait";
import { both, containersOf, type Deployed, type Environment, only, servicesOf } from "./deployment";

/** An engine asks for the first time a minute after a start, on a machine that may be slow. */
const secondsToBeAsked = 180;

const proxiesOf = async (environment: Environment): Promise<Container[]> => [
  ...(await only(environment, "farm")),
  ...(await only(environment, "gate")),
  ...(await only(environment, "router")),
];

export function expectApart({ HostConfig, Name }: Container): void {
  expect(HostConfig.Privileged, Name).toBe(false);
  for (const mode of [HostConfig.NetworkMode, HostConfig.PidMode, HostConfig.IpcMode])
    expect(mode, Name).not.toBe("host");
}

export function expectOneNetwork({ NetworkSettings, Name }: Container): void {
  expect(Object.keys(NetworkSettings.Networks), Name).toHaveLength(1);
  expect(NetworkSettings.Networks, Name).not.toHaveProperty("bridge");
}

export function expectBounded({ HostConfig, Name }: Container): void {
  expect(HostConfig.SecurityOpt?.join(), Name).toContain("no-new-privileges");
  expect(HostConfig.CapDrop, Name).toContain("ALL");
  expect(HostConfig.Memory, Name).toBeGreaterThan(0);
  expect(HostConfig.NanoCpus, Name).toBeGreaterThan(0);
  expect(HostConfig.LogConfig?.Type, Name).toBe("json-file");
  expect(HostConfig.LogConfig?.Config, Name).toMatchObject({ "max-size": "10m", "max-file": "3" });
  expect(HostConfig.RestartPolicy?.Name, Name).toBe("unless-stopped");
}

/** What a container that has been broken into could do. Read from the engine, not from the program. */
export const hardening = (deployed: Deployed) =>
  describe("hardening", () => {
    const everywhere = (check: (container: Container) => void) => async () => {
      for (const environment of both(deployed)) {
        const all = await containersOf(environment);
        expect(all.length).toBeGreaterThan(8);
        for (const container of all) check(container);
      }
    };
    const onProxies = (check: (container: Container) => void) => async () => {
      for (const environment of both(deployed)) {
        const proxies = await proxiesOf(environment);
        expect(proxies.length).toBeGreaterThanOrEqual(3);
        for (const container of proxies) check(container);
      }
    };

    test(
      "no container has the engine's socket, which is root on the host",
      everywhere(({ Mounts, HostConfig, Name }) => {
        expect(JSON.stringify([Mounts, HostConfig.Binds]), Name).not.toMatch(/docker\.sock|\/run\b/);
        expect(
          Mounts.filter(({ Type }) => Type === "bind"),
          Name,
        ).toEqual([]);
      }),
    );

    test("no container shares a namespace of the host or is privileged", everywhere(expectApart));

    test("every container is on its environment's network alone", everywhere(expectOneNetwork));

    test(
      "no container can gain privileges, take all memory, all processors or the disk by its log",
      everywhere(expectBounded),
    );

    test(
      "farm, gate and router cannot write to their images, keep no capability, and do not run as root",
      onProxies(({ HostConfig, Config, Name }) => {
        expect(HostConfig.ReadonlyRootfs, Name).toBe(true);
        expect(HostConfig.CapAdd ?? [], Name).toEqual([]);
        expect(Config.User, Name).not.toMatch(/^(|0|root)(:|$)/);
      }),
    );

    test(
      "farm, gate and router cannot take all processes of the host",
      onProxies(({ HostConfig, Name }) => {
        const nproc = (HostConfig.Ulimits ?? []).find((limit: { Name?: string }) => limit.Name === "nproc");
        expect(nproc?.Hard ?? HostConfig.PidsLimit, Name).toBeGreaterThan(0);
      }),
    );

    test("the engine watches the health of farm, gate and router, and finds them healthy", async () => {
      for (const environment of both(deployed))
        for (const { Id, Name } of await proxiesOf(environment))
          await waitFor(
            `${Name} to be healthy`,
            async () => (await inspect(Id)).State.Health?.Status === "healthy",
            secondsToBeAsked,
          );
    });

    test("a service with a private volume stops the old container first; the others do not", async () => {
      for (const environment of both(deployed))
        for (const { Config, Name } of await servicesOf(environment)) {
          const expected = Config.Labels["homeport.component"] === "store" ? "stop-first" : "start-first";
          expect(Config.Labels["homeport.deploys"], Name).toBe(expected);
        }
    });
  });
