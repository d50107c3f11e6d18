import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { removeFolder } from "../support/removeFolder";
import type { FakeEngine } from "../unit/hosts/dockerHost/fakeDocker";
import { everything, named, record, root } from "./graph";
import { placesIn } from "./places";
import type { Recording } from "./recording";

let recording: Recording;
beforeAll(async () => {
  recording = await everything();
});
/** The secrets that the program asks for. */
const config = { "secrets:shop": "a", "secrets:user": `$2y$10$${"b".repeat(53)}` };
const inputs = () => named(recording, "desk-0").inputs;

test("each option of a container is what the engine is told, in the form in which the provider reads it back", () => {
  expect(inputs()).toMatchObject({
    entrypoints: ["/bin/sh", "-c"],
    command: ["exec desk"],
    workingDir: "/app",
    user: "1000",
    groupAdds: ["video", "44"],
    init: true,
    dns: ["10.0.0.2"],
    shmSize: 128,
    ulimits: [
      { name: "nproc", soft: 20, hard: 20 },
      { name: "core", soft: 0, hard: -1 },
      { name: "nofile", soft: 65536, hard: 65536 },
    ],
    sysctls: { "net.core.somaxconn": "1024" },
    devices: [
      { hostPath: "/dev/fuse", containerPath: "/dev/fuse", permissions: "rwm" },
      { hostPath: "/dev/ttyUSB1", containerPath: "/dev/ttyUSB0", permissions: "rw" },
    ],
    restart: "on-failure",
    logDriver: "local",
    logOpts: { "max-size": "5m" },
    healthcheck: {
      tests: ["CMD-SHELL", "curl -f http://127.0.0.1:8000/ || exit 1"],
      interval: "1m30s",
      timeout: "5s",
      retries: 3,
      startPeriod: "2m0s",
    },
  });
});

test("a container whose program says none of them is told what it was told before there were any", () => {
  const told = Object.keys(named(recording, "plain-0").inputs);
  const further = [
    "entrypoints",
    "workingDir",
    "groupAdds",
    "init",
    "dns",
    "shmSize",
    "sysctls",
    "devices",
    "mounts",
  ];
  expect(told.filter((one) => [...further, "healthcheck"].includes(one))).toEqual([]);
});

test("a health check's start period is time that a deploy grants", () => {
  const { interpreter } = named(recording, "desk-route").inputs as { interpreter: string[] };
  expect(interpreter.join("\n")).toContain("poll 180 healthy");
});

describe("variables of a file", () => {
  test("stand behind those of the program, and secrets are secrets everywhere", () => {
    const { envs } = inputs() as { envs: unknown[] };
    expect(JSON.stringify(envs)).toContain("COLOUR=green");
    expect(JSON.stringify(envs)).not.toContain("COLOUR=red");
    const places = placesIn(recording, "secret-in-environment-file");
    expect(places.filter(({ hidden }) => !hidden)).toEqual([]);
    expect(places.map(({ path }) => path.replace(/\.\d+$/, "")).sort()).toEqual([
      "command:local:Command desk-route.inputs.environment.HOMEPORT_HIDDEN",
      "docker:index/container:Container desk-0.inputs.envs",
    ]);
  });

  test("that are secrets and in git are warned of by name, not by value", () => {
    const said = recording.warnings.filter((text) => text.includes("desk.environmentFiles.0"));
    expect(said).toHaveLength(1);
    expect(said[0]).toContain('git tracks "test/graph/fixtures/desk.env"');
    expect(said[0]).toContain("(DESK_TOKEN)");
    expect(said[0]).not.toContain("secret-in-environment-file");
  });
});

describe("files of a container", () => {
  test("are each in a volume with a name drawn by lot, to read alone, and there before it starts", () => {
    const mounts = (inputs() as { mounts: object[] }).mounts;
    const source = "/var/lib/docker/volumes/desk-files-0123456789ab/_data";
    expect(mounts).toEqual([
      { type: "bind", source: "/srv/photos", target: "/photos", readOnly: false },
      { type: "bind", source: `${source}/0`, target: "/etc/desk.ini", readOnly: true },
      { type: "bind", source: `${source}/1`, target: "/run/secrets/desk", readOnly: true },
    ]);
    expect(named(recording, "desk-0").dependsOn).toContain("command:local:Command desk-files-write");
    expect(named(recording, "docker:index/volume:Volume desk-files").deleteBeforeReplace).toBe(false);
  });

  test("stand, where they are secret, in the command's input and in what blots them out alone", () => {
    const clear = placesIn(recording, "secret-in-file");
    expect(clear.map(({ path, hidden }) => [path, hidden])).toEqual([
      ["command:local:Command desk-route.inputs.environment.HOMEPORT_HIDDEN", true],
    ]);
    const { stdin } = named(recording, "desk-files-write").inputs;
    expect(JSON.stringify(stdin)).not.toContain("secret-in-file");
  });

  test("draw another name when one changes, and tell nothing of it by that", async () => {
    const red = await everything({ config: { ...config, "desk:colour": "red" } });
    const [before, after] = [recording, red].map(
      (one) => named(one, "desk-files-lot").inputs.triggers as { secret: string }[],
    );
    expect(before).toEqual([{ secret: expect.stringMatching(/^[0-9a-f]{32}$/) }]);
    expect(after?.[0]?.secret).toHaveLength(32);
    expect(after).not.toEqual(before);
  });
});

test("a service that has a directory of the host for itself is exchanged one after the other", () => {
  expect(named(recording, "homeport:index:DomainService desk").outputs).toMatchObject({
    deploys: "stop-first",
    directories: { photos: "/srv/photos" },
  });
});

describe("a directory of the host", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "homeport-directory-"));
  afterAll(() => removeFolder(folder));
  const file = path.join(root, "test/graph/fixtures/directories.ts");
  const previewed = (directory: string, engine: FakeEngine) =>
    record({ file, preview: true, state: {}, config: { "directories:path": directory }, engine });
  const container = (name: string, mounts: string, labels = "") =>
    [name, "running", "Up 2 minutes", "", "", mounts, labels].join("\t");

  test("that is missing is refused at preview, with the host, before a container is made", async () => {
    const { errors, resources } = await previewed(`${folder}/nowhere`, { isHere: true });
    expect(errors.map(({ text, plain }) => [text.split(".")[0], plain])).toEqual([["photos", true]]);
    expect(errors[0]?.text).toContain(
      `photos.volumes.all.directory: host here has no directory "${folder}/nowhere"`,
    );
    expect(resources.map(({ name }) => name)).not.toContain("photos-0");
  });

  test("that is there is taken, and not looked for where the engine is in another machine", async () => {
    for (const [directory, engine] of [
      [folder, { isHere: true }],
      ["/srv/elsewhere", {}],
    ] as const) {
      const recording = await previewed(directory, engine);
      expect(recording.errors).toEqual([]);
      expect(named(recording, "photos-0").inputs.mounts).toMatchObject([{ source: directory }]);
    }
  });

  test("is warned of where another container has a part of it, and refused where a service of another environment has", async () => {
    const other = await previewed(folder, { containers: [container("compose_photos_1", `${folder}/2024`)] });
    expect(other.warnings.filter((text) => text.includes("compose_photos_1"))).toHaveLength(1);
    const labels = "homeport.project=homeport,homeport.environment=staging,homeport.deploys=stop-first";
    const service = await previewed(folder, { containers: [container("photos-0-1", folder, labels)] });
    expect(service.errors[0]?.text).toContain(
      `of the environment staging of homeport, writes to the directory "${folder}"`,
    );
  });
});
