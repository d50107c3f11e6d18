import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { removeFolder } from "../../../support/removeFolder";
import { tellOf } from "../told";

const urn = (type: string, name: string) => `urn:pulumi:prod::home::${type}::${name}`;
const provider = (host: string) => urn("homeport:index:DockerHost$pulumi:providers:docker", `${host}-engine`);
const onHost = (host: string) => ({ provider: `${provider(host)}::id` });

const host = (name: string, endpoint: string) => ({
  ...{ urn: provider(name), type: "pulumi:providers:docker" },
  inputs: { host: endpoint, sshOpts: "[]" },
});
const service = (name: string, backup?: unknown) => ({
  ...{ urn: urn("homeport:index:DomainService", name), type: "homeport:index:DomainService" },
  outputs: { domains: [`${name}.example.org`], backups: backup === undefined ? {} : { data: backup } },
});
const volume = (of: string, on: string, more: object = { retainOnDelete: true }, as = "volume-data") => ({
  urn: urn("homeport:index:DomainService$docker:index/volume:Volume", `${of}-${as}`),
  type: "docker:index/volume:Volume",
  ...onHost(on),
  outputs: {
    name: `prod-${of}-${on}`,
    labels: [
      { label: "homeport.component", value: of },
      { label: "homeport.volume", value: "data" },
    ],
  },
  ...more,
});

const files = { kind: "files" };
const resources = [
  ...[
    host("attic", "tcp://192.0.2.1:1"),
    host("cellar", "tcp://192.0.2.2:1"),
    host("again", "tcp://192.0.2.1:1"),
  ],
  ...["wiki", "trial", "both"].map((name) => service(name, files)),
  ...[service("cache", "none"), service("site")],
  ...[volume("wiki", "attic"), volume("trial", "attic", {}), volume("cache", "attic")],
  ...[volume("both", "attic"), volume("both", "cellar", { retainOnDelete: true }, "cellar-volume-data")],
  {
    ...{ urn: urn("homeport:index:Backups", "backups"), type: "homeport:index:Backups" },
    outputs: { host: "attic", volumes: ["wiki/data"], owner: "home.prod.attic" },
  },
  {
    ...{ urn: urn("homeport:index:Backups$docker:index/container:Container", "backups-restic"), id: "1" },
    ...{
      type: "docker:index/container:Container",
      ...onHost("attic"),
      inputs: { image: "restic/restic:0.18.1" },
    },
    outputs: { name: "backups", labels: [{ label: "homeport.component", value: "backups" }] },
  },
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "homeport-move-"));
  const state = join(folder, "state");
  writeFileSync(state, JSON.stringify({ deployment: { resources } }));
  const answers = `case $2 in ls) echo '[{"name":"prod"}]' ;; export) cat '${state}' ;; esac`;
  writeFileSync(join(folder, "pulumi"), `#!/bin/sh\n${answers}\n`, { mode: 0o755 });
  writeFileSync(join(folder, "docker"), "#!/bin/sh\nexit 0\n", { mode: 0o755 });
});
afterAll(() => removeFolder(folder));

test.each([
  ["wikki --to cellar", "no service of this name has data; did you mean wiki?"],
  ["site --to cellar", "site has no data: change its router"],
  ["cache --to cellar", 'its data may be lost (backup: "none")'],
  ["both --to cellar", "has data of its own on each of attic, cellar"],
  ["wiki", "--to"],
  ["wiki --to celler", '--to: prod has no host "celler"; did you mean cellar?'],
  ["wiki --to attic", "wiki is on host attic already"],
  ["wiki --to again", "hosts attic and again are one engine"],
  ["trial --to cellar", "the next update would delete the former volume"],
  ["wiki --to cellar --set 20261128T021500Z", "--set: a planned move takes the data as they are"],
  ["wiki --to cellar --source-is-gone --back", "--back: starts the service where it was, which is gone"],
  ["wiki --to cellar --source-is-gone", "--source-is-gone: host attic answers"],
])("move %s is refused, with the reason: %s", async (words, said) => {
  const variables = { PATH: `${folder}:/usr/bin:/bin` };
  const told = await tellOf(["move", ...words.split(" ")], { variables });
  expect(told).toMatchObject({ code: 2, out: "" });
  expect(told.err).toContain(said);
});
