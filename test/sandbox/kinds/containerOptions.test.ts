import { describe, expect, it } from "vitest";
import { containerOptions } from "./containerOptions";
import { duration } from "./duration";

const options = (inputs: object) => containerOptions({ image: "a:1", ...inputs });
const hostConfig = (inputs: object) => options(inputs).HostConfig;

describe("a container's inputs become the engine's options", () => {
  it("states what the provider always states, so that the engine's own defaults do not creep in", () => {
    expect(options({})).toEqual({
      Image: "a:1",
      HostConfig: {
        NetworkMode: "bridge",
        Init: false,
        RestartPolicy: { Name: "no" },
        LogConfig: { Type: "", Config: {} },
      },
    });
  });

  it("keeps the process: command, entry point, environment, user, stop signal and time", () => {
    expect(
      options({
        command: ["serve"],
        entrypoints: ["sh", "-c"],
        envs: ["A=1"],
        user: "99:99",
        stopSignal: "SIGUSR1",
        stopTimeout: 20,
        labels: [{ label: "a.b", value: "c" }],
      }),
    ).toMatchObject({
      Cmd: ["serve"],
      Entrypoint: ["sh", "-c"],
      Env: ["A=1"],
      User: "99:99",
      StopSignal: "SIGUSR1",
      StopTimeout: 20,
      Labels: { "a.b": "c" },
    });
  });

  it("counts memory in megabytes and processors in billionths, so that limits are those of the provider", () => {
    expect(hostConfig({ memory: 256, memorySwap: 512, memoryReservation: 128, cpus: "0.5" })).toMatchObject({
      Memory: 268_435_456,
      MemorySwap: 536_870_912,
      MemoryReservation: 134_217_728,
      NanoCpus: 500_000_000,
    });
    expect(hostConfig({ memorySwap: -1 })).toMatchObject({ MemorySwap: -1 });
  });

  it("hardens as asked: capabilities, read-only root, no new privileges, limits of processes", () => {
    expect(
      hostConfig({
        capabilities: { adds: ["CAP_CHOWN"], drops: ["ALL"] },
        readOnly: true,
        tmpfs: { "/tmp": "size=8m" },
        securityOpts: ["no-new-privileges:true"],
        ulimits: [{ name: "nproc", soft: 64, hard: 128 }],
      }),
    ).toMatchObject({
      CapAdd: ["CAP_CHOWN"],
      CapDrop: ["ALL"],
      ReadonlyRootfs: true,
      Tmpfs: { "/tmp": "size=8m" },
      SecurityOpt: ["no-new-privileges:true"],
      Ulimits: [{ Name: "nproc", Soft: 64, Hard: 128 }],
    });
  });

  it("publishes on the address that was asked for, and on all only where none was", () => {
    const { ExposedPorts, HostConfig } = options({
      ports: [
        { internal: 80, external: 7070, ip: "127.0.0.1" },
        { internal: 80, external: 7071 },
        { internal: 53, protocol: "udp" },
      ],
    });
    expect(ExposedPorts).toEqual({ "80/tcp": {}, "53/udp": {} });
    expect(HostConfig?.PortBindings).toEqual({
      "80/tcp": [
        { HostIp: "127.0.0.1", HostPort: "7070" },
        { HostIp: "0.0.0.0", HostPort: "7071" },
      ],
      "53/udp": [{ HostIp: "0.0.0.0", HostPort: "0" }],
    });
  });

  it("mounts volumes by name or by path of the host, and an unnamed one as the image would", () => {
    const { Volumes, HostConfig } = options({
      volumes: [
        { volumeName: "data", containerPath: "/data" },
        { hostPath: "/srv", containerPath: "/srv", readOnly: true },
        { containerPath: "/scratch" },
      ],
    });
    expect(Volumes).toEqual({ "/data": {}, "/srv": {}, "/scratch": {} });
    expect(HostConfig?.Binds).toEqual(["data:/data:rw", "/srv:/srv:ro"]);
  });

  it("mounts files and directories of the host, and gives devices what they are allowed", () => {
    const bind = { type: "bind", source: "/srv/a", target: "/a", readOnly: true };
    expect(
      hostConfig({ mounts: [bind], devices: [{ hostPath: "/dev/fuse", permissions: "rw" }] }),
    ).toMatchObject({
      Mounts: [{ Type: "bind", Source: "/srv/a", Target: "/a", ReadOnly: true }],
      Devices: [{ PathOnHost: "/dev/fuse", PathInContainer: "/dev/fuse", CgroupPermissions: "rw" }],
    });
  });

  it("gives the health check its times in nanoseconds", () => {
    const healthcheck = {
      tests: ["CMD", "true"],
      interval: "1m30s",
      timeout: "500ms",
      startPeriod: "2s",
      retries: 3,
    };
    expect(options({ healthcheck }).Healthcheck).toEqual({
      Test: ["CMD", "true"],
      Interval: 90_000_000_000,
      Timeout: 500_000_000,
      StartPeriod: 2_000_000_000,
      Retries: 3,
    });
  });

  it("rotates logs and restarts as asked", () => {
    const inputs = {
      restart: "on-failure",
      maxRetryCount: 2,
      logDriver: "json-file",
      logOpts: { "max-size": "10m" },
    };
    expect(hostConfig(inputs)).toMatchObject({
      RestartPolicy: { Name: "on-failure", MaximumRetryCount: 2 },
      LogConfig: { Type: "json-file", Config: { "max-size": "10m" } },
    });
  });

  it("refuses an input it does not know, instead of showing a road that does not exist", () => {
    expect(() => options({ gpus: "all" })).toThrow('the sandbox does not know the container\'s input "gpus"');
  });

  it("takes no notice of what only an update or a removal would use", () => {
    expect(options({ destroyGraceSeconds: 10, mustRun: true, wait: false })).toEqual(options({}));
  });
});

describe("durations", () => {
  it.each([
    ["0s", 0],
    ["0", 0],
    ["1.5s", 1_500_000_000],
    ["1h0m1s", 3_601_000_000_000],
    ["20ms", 20_000_000],
  ])("%s is %d ns", (text, nanoseconds) => expect(duration(text)).toBe(nanoseconds));

  it.each(["", "5", "s", "5 s", "1d"])("%j is none", (text) =>
    expect(() => duration(text)).toThrow("not a duration"),
  );
});
