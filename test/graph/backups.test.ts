import { beforeAll, describe, expect, test } from "vitest";
import { graphOf, labelsOf, named, record } from "./graph";
import { placesIn } from "./places";
import type { Recording, Resource } from "./recording";

const secrets = {
  server: "secret-of-the-server",
  access: "secret-of-the-name",
  storage: "secret-of-the-storage",
  key: "secret-of-the-machine",
  encryption: "secret-of-the-repository",
  ping: "https://ping.example.org/secret-of-the-ping",
};
const keys = Object.entries(secrets).map(([name, value]) => [`secrets:${name}`, value] as const);

let recording: Recording;
let restic: Resource;
beforeAll(async () => {
  recording = await graphOf({
    program: "backups",
    config: Object.fromEntries(keys),
    secretKeys: keys.map(([name]) => name),
  });
  restic = named(recording, "backups-restic");
});

type Mount = Partial<Record<"volumeName" | "containerPath" | "source" | "target", string>> & {
  readOnly?: boolean;
};
const mounts = ({ inputs }: Resource) =>
  [...(inputs.volumes as Mount[]), ...((inputs.mounts ?? []) as Mount[])].map(
    ({ volumeName, containerPath, source, target, readOnly }) =>
      `${volumeName ?? source}:${containerPath ?? target}${readOnly ? ":ro" : ""}`,
  );

test("the backup container reads the volumes that are backed up, and writes to none of them", () => {
  expect(mounts(restic)).toEqual([
    "backups-state:/backups",
    "wiki-volume-files:/volumes/wiki/files:ro",
    "wiki-volume-db:/volumes/wiki/db:ro",
    "backups-wiki-db-dumps:/dumps/wiki/db",
    "backups-ping:/ping",
    "/mnt/disk:/repositories/1",
  ]);
  expect(restic.inputs).toMatchObject({
    capabilities: { drops: ["ALL"], adds: ["CAP_DAC_OVERRIDE"] },
    securityOpts: ["no-new-privileges:true"],
    readOnly: true,
    hostname: "backups",
    start: false,
  });
  expect(restic.inputs.ports).toBeUndefined();
  expect(labelsOf(restic)["homeport.component"]).toBe("backups");
});

test("what copies databases is the application's user, with this volume alone and no network", () => {
  const dumper = named(recording, "backups-wiki-db-dumper");
  expect(mounts(dumper)).toEqual(["wiki-volume-db:/data", "backups-wiki-db-dumps:/dumps"]);
  expect(dumper.inputs).toMatchObject({ user: "1000:1000", networkMode: "none", readOnly: true });
  expect((dumper.inputs.capabilities as { adds: string[] }).adds).toEqual([]);
});

test("what removes the data that a restore has kept may write to the volumes, and reaches neither anybody nor a key", () => {
  const sweeper = named(recording, "backups-sweeper");
  expect(mounts(sweeper)).toEqual([
    "wiki-volume-files:/volumes/wiki/files",
    "wiki-volume-db:/volumes/wiki/db",
  ]);
  expect(sweeper.inputs).toMatchObject({ networkMode: "none", readOnly: true, memory: 32 });
});

test("says what it backs up, and the service what it says of each volume", () => {
  expect(named(recording, "homeport:index:Backups backups").outputs).toMatchObject({
    host: "attic",
    everySeconds: 1800,
    owner: expect.stringMatching(/\.attic$/),
    volumes: ["wiki/files", "wiki/db"],
    repositories: [
      "https://backup.example.org:8000/prod",
      "/mnt/disk",
      "https://s3.example.org/prod",
      "sftp://prod@nas.example.org:22//srv/prod",
    ],
  });
  expect(named(recording, "homeport:index:DomainService wiki").outputs).toMatchObject({
    backups: {
      files: { kind: "files", except: ["cache"] },
      db: { kind: "sqlite", files: ["app.db"] },
      other: "by another tool",
    },
  });
});

describe.each(Object.entries(secrets))("%s", (name, secret) => {
  test("is on the input of one command, in the state for a machine that takes over, as a secret, and nowhere else", () => {
    const given = { path: "command:local:Command backups-told.inputs.stdin", hidden: true };
    const expected =
      name === "ping"
        ? [{ ...given, path: "command:local:Command backups-pinger-told.inputs.stdin" }]
        : [{ path: "homeport:index:Backups backups.outputs.ways", hidden: true }, given];
    expect(placesIn(recording, secret)).toEqual(expected);
  });
});

test("the farm asks it for metrics, at the port of the statistics", () => {
  const stdin = String(named(recording, "command:local:Command front-config").inputs.stdin);
  expect(stdin).toContain("use_backend backups if { path /backups/metrics }");
  expect(stdin).toContain("server backups backups-restic:8089");
});

test("a ping of localhost is refused, though it is a secret, and its value is not told", async () => {
  const own = "http://localhost:8000/secret-of-the-ping";
  const config = { ...Object.fromEntries(keys), "secrets:ping": own };
  const { errors } = await record({
    ...{ program: "backups", preview: true, config },
    secretKeys: keys.map(([key]) => key),
  });
  expect(errors[0]).toMatchObject({ plain: true });
  expect(errors[0]?.text).toContain("backups.ping: what is given has to be a URL of another machine");
  expect(JSON.stringify(errors)).not.toContain(own);
});

describe("a secret that stands in clear in the stack's file", () => {
  const said = (name: string) => `stands in clear in Pulumi.prod.yaml as secrets:${name}`;
  const give = (...clear: string[]) =>
    record({
      program: "backups",
      preview: true,
      config: Object.fromEntries(keys),
      secretKeys: keys.map(([key]) => key).filter((key) => !clear.includes(key.replace("secrets:", ""))),
    });

  test("is refused where it encrypts the backups, with the command that encrypts it", async () => {
    const { errors, resources } = await give("encryption");
    expect(errors.every(({ plain }) => plain)).toBe(true);
    expect(errors[0]?.text).toContain(`backups.encryption: it ${said("encryption")}`);
    expect(errors[0]?.text).toContain("pulumi config set --secret secrets:encryption --stack prod");
    expect(JSON.stringify(errors)).not.toContain(secrets.encryption);
    expect(resources.map(({ name }) => name)).not.toContain("backups-told");
  });

  test("is warned of where it opens a repository or is told somebody, once each, and its value is not told", async () => {
    const { errors, warnings } = await give("server", "storage", "ping");
    expect(errors).toEqual([]);
    expect(warnings.map((one) => one.split(",")[0]).sort()).toEqual([
      `backups.copies.1.secretKey: it ${said("storage")}`,
      `backups.ping: it ${said("ping")}`,
      `backups.repository.password: it ${said("server")}`,
    ]);
    for (const secret of Object.values(secrets)) expect(warnings.join()).not.toContain(secret);
  });

  test("is told of by no warning once it is encrypted", () => {
    expect(recording.warnings).toEqual([]);
  });
});
