import { expect, test } from "vitest";
import { remadeFrom } from "../../../../commands/move/serverMade";

const urn = (type: string, name: string) => `urn:pulumi:prod::home::${type}::${name}`;
const write = urn("command:local:Command", "store-files-write");
const mounts = [
  { source: "/var/lib/docker/volumes/store-files-0a/_data/0", target: "/run/homeport/password" },
];
const container = {
  ...{ urn: urn("docker:index/container:Container", "store-0"), type: "docker:index/container:Container" },
  ...{ id: "0123", dependencies: [urn("docker:index/volume:Volume", "store"), write] },
  inputs: {
    ...{ image: "postgres:17.6", envs: ["POSTGRES_DB=store"], command: ["postgres"], mounts },
    ...{ memory: 512, memorySwap: 512, cpus: "1.5", shmSize: 128, tmpfs: { "/data/.homeport": "" } },
    ...{ capabilities: { drops: ["ALL"], adds: ["CAP_CHOWN"] }, securityOpts: ["no-new-privileges:true"] },
    volumes: [{ volumeName: "prod-store", containerPath: "/data" }],
  },
};
const written = {
  ...{ urn: write, type: "command:local:Command" },
  inputs: { stdin: { plaintext: JSON.stringify("YXJjaGl2ZQ==") } },
};

test("a server that is gone is made as the state has it, with its files where they are now", () => {
  const { image, archive, made } = remadeFrom({ resources: [written, container] }, "0123", "store/data");
  expect([image, archive]).toEqual(["postgres:17.6", "YXJjaGl2ZQ=="]);
  expect(made("/there")).toEqual({
    ...{ image, environment: ["POSTGRES_DB=store"], command: ["postgres"] },
    host: {
      ...{ Memory: 536_870_912, MemorySwap: 536_870_912, NanoCpus: 1_500_000_000, ShmSize: 134_217_728 },
      ...{ Tmpfs: { "/data/.homeport": "" }, CapAdd: ["CAP_CHOWN"], CapDrop: ["ALL"] },
      SecurityOpt: ["no-new-privileges:true"],
    },
    mounts: [
      { Type: "volume", Name: "prod-store", Source: "", Destination: "/data" },
      { Type: "bind", Source: "/there/0", Destination: "/run/homeport/password" },
    ],
  });
});

test("one of whose files the state does not tell is refused by the database's name", () => {
  expect(() => remadeFrom({ resources: [container] }, "0123", "store/data")).toThrow(
    "store/data: the state does not say how its server was made",
  );
});
