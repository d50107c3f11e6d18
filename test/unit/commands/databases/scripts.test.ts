import { spawnSync } from "node:child_process";
import { expect, test } from "vitest";
import {
  dumpScript,
  loadScript,
  pipeScript,
  startScript,
  stopScript,
} from "../../../../commands/databases/scripts";
import { likeIt } from "../../../../commands/databases/serverAt";
import { databaseKinds, engineOf } from "../../../../components/databases/engines";
import { expectGolden } from "../../golden";

const like = {
  image: "sha256:0123",
  environment: ["PATH=/bin", "HOMEPORT_USER=wiki"],
  command: ["postgres", "-c", "shared_buffers=128MB"],
  host: {
    ...{ Memory: 536_870_912, MemorySwap: 536_870_912, NanoCpus: 1_500_000_000, ShmSize: 134_217_728 },
    ...{ CapDrop: ["ALL"], CapAdd: ["CAP_CHOWN"], SecurityOpt: ["no-new-privileges:true"] },
    Tmpfs: { "/var/lib/mysql/.homeport": "", "/data/configdb": "size=4m" },
  },
  mounts: [
    { Type: "volume", Name: "prod-wiki-db", Source: "/v/prod-wiki-db/_data", Destination: "/var/lib/mysql" },
    { Type: "bind", Source: "/v/files/_data/0", Destination: "/run/homeport/password" },
  ],
};

test("a candidate is like the server, but for its network, its data, and what hides what a restore keeps", () => {
  const words = likeIt(like, false).join(" ");
  expect(words).toContain("--memory 536870912 --memory-swap 536870912 --cpus 1.5 --shm-size 134217728");
  expect(words).toContain("-v /v/files/_data/0:/run/homeport/password:ro");
  expect(words).toContain("--tmpfs /data/configdb:size=4m");
  expect(words).not.toContain("/var/lib/mysql");
  // In the server's own directory, what a restore keeps is there.
  expect(likeIt(like, true).join(" ")).toContain("--tmpfs /var/lib/mysql/.homeport ");
});

test.each(databaseKinds)("%s: a shell can read how a candidate is started, loaded and ended", (kind) => {
  const engine = engineOf(kind);
  const data = { source: "prod-wiki-db", below: ".homeport/new" };
  const parts = {
    start: startScript({ name: "prod-backups-restore-db", like, data, engine }),
    load: loadScript("0123", engine.load, "prod-backups-restore", "docker run restic"),
    stop: stopScript("0123"),
    pipe: pipeScript("0123", engine, "4567"),
    former: startScript({ name: "former", like, data: { source: "prod-wiki-db" }, engine }),
    dump: dumpScript("0", "abcd"),
  };
  for (const script of Object.values(parts))
    expect(spawnSync("sh", ["-n", "-c", script], { encoding: "utf8" }).stderr).toBe("");
  if (kind === "postgres")
    expectGolden(
      "restore/candidate.sh",
      Object.entries(parts)
        .map(([name, script]) => `# == ${name}\n${script}\n`)
        .join("\n"),
    );
});

/** A machine whose `docker` does what it is told to. */
const withDocker = (docker: string, script: string) =>
  spawnSync("sh", ["-c", `docker() { ${docker}; }\n${script}`], { encoding: "utf8" });

test("a dump whose reader is cut off is not loaded well, however well the server took what came", () => {
  const reading = "{ echo 'CREATE TABLE half'; exit 3; }";
  const { status, stderr } = withDocker(
    "cat >/dev/null",
    loadScript("0123", "load", "once", `sh -c ${JSON.stringify(reading)}`),
  );
  expect(stderr).toBe("the dump cannot be read to its end: restic ended with status 3\n");
  expect(status).toBe(1);
  expect(withDocker("cat >/dev/null", loadScript("0123", "load", "once", "echo all")).status).toBe(0);
  expect(
    withDocker("cat >/dev/null; return 1", loadScript("0123", "load", "once", "echo all")),
  ).toMatchObject({
    status: 1,
    stderr: "the dump cannot be loaded\n",
  });
});

test("another server's dump that is cut off is not loaded well, and nobody dumps on for nobody", () => {
  const engine = { dump: "DUMP", load: "LOAD" };
  const piped = (dump: string, load: string) =>
    withDocker(
      `case $* in *kill*) echo ended >&2 ;; *DUMP*) ${dump} ;; *) cat >/dev/null; ${load} ;; esac`,
      pipeScript("0123", engine, "4567"),
    );
  expect(piped("echo all", ":")).toMatchObject({ status: 0, stderr: "" });
  expect(piped("echo half; return 2", ":")).toMatchObject({
    status: 1,
    stderr: "the database cannot be dumped to its end: status 2\n",
  });
  expect(piped("echo all", "return 1")).toMatchObject({
    status: 1,
    stderr: "the dump cannot be loaded\n",
  });
});

test("a server that has not ended by itself has not written down all that it knew", () => {
  const docker = (status: number) => `case $1 in inspect) echo ${status} ;; esac`;
  expect(withDocker(docker(0), stopScript("0123")).status).toBe(0);
  expect(withDocker(docker(137), stopScript("0123"))).toMatchObject({
    status: 1,
    stderr: expect.stringContaining("it did not end well: status 137"),
  });
});
