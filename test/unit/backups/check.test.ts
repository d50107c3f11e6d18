import * as pulumi from "@pulumi/pulumi";
import { expect, test, vi } from "vitest";
import type { BackupsArgs } from "../../../components/backups/args";
import { checkBackups } from "../../../components/backups/check";
import { refusalsOf } from "../refusals";

const resource = (type: string, own: object) => ({
  __pulumiResource: true,
  __pulumiType: `homeport:index:${type}`,
  ...own,
});
const host = { hostName: "infra" };
const elsewhere = { hostName: "attic" };
const service = (name: string, volumes: object[], on: object = host) =>
  resource("DomainService", {
    serviceName: name,
    kept: { volumes },
    held: new Map([
      [
        on,
        new Map(volumes.map((one) => [(one as { name: string }).name, { source: { volume: "engine's" } }])),
      ],
    ]),
  });
const wiki = service("wiki", [{ name: "files", path: "/files", backup: { kind: "files" } }]);
const worded = service("notes", [{ name: "data", path: "/data", backup: "restic, every night" }]);
const database = (name: string, dumped: object[]) => resource("Database", { databaseName: name, dumped });
const dumped = { service: "db", volume: "data", host };
const photos = service("photos", [
  { name: "all", path: "/all", directory: "/srv/photos", backup: { kind: "files" } },
]);
const cloud = resource("Application", {
  applicationName: "cloud",
  dumped: [],
  keptPlaces: [{ volume: "files", backup: { kind: "files" }, directory: "/srv/cloud", host, source: {} }],
});
const away = service("far", [{ name: "data", path: "/data", backup: { kind: "files" } }], elsewhere);

const usable = {
  network: resource("EnvironmentNetwork", { host, environment: "prod" }),
  of: [wiki],
  repository: { kind: "directory", path: "/mnt/disk" },
  encryption: "secret",
};
/** Each is a program of its own, in which no other backups are. */
const refusals = (more: object, name = "backups", program: object = {}) => {
  vi.spyOn(pulumi.runtime, "getStackResource").mockReturnValue(program as never);
  return refusalsOf(name, () => checkBackups(name, { ...usable, ...more } as unknown as BackupsArgs));
};

const sftp = {
  kind: "sftp",
  address: "backup.example.org",
  user: "b",
  path: "/srv",
  privateKey: "k",
  hostKey: "ssh-ed25519 AAAA",
};

test("usable arguments of every kind are taken", () => {
  const repositories = [
    { kind: "rest", url: "https://backup.example.org:8000/prod", user: "prod", password: "p" },
    { kind: "s3", url: "https://s3.example.org", bucket: "b", accessKey: "a", secretKey: "s" },
    sftp,
  ];
  expect(refusals({ of: [wiki, database("db", [dumped])] })).toEqual([]);
  for (const repository of repositories) expect(refusals({ repository })).toEqual([]);
  const more = { keep: { all: "1y6m", daily: "0d2h" }, schedule: { at: "03:15", timeZone: "Europe/Vienna" } };
  expect(
    refusals({
      ...more,
      copies: repositories,
      checkPercent: 0.5 + 1,
      prune: "elsewhere",
      ping: "https://u:p@ping.example.org/1",
    }),
  ).toEqual([]);
});

const bad: [object, path: string, found: string, expected: string][] = [
  [{ of: [] }, "of", "[]", "a list of services"],
  [{ of: [wiki, wiki] }, "of.1", "wiki", "named twice"],
  [{ of: [{}] }, "of.0", "not a DomainService", "a Database or an Application"],
  [{ of: [database("db", [])] }, "of.0", "no database of db is dumped", "what else backs it up"],
  [
    { of: [database("db", [{ ...dumped, host: elsewhere }])] },
    "of.0",
    "db is not on host infra",
    "its network",
  ],
  [{ of: [wiki, database("wiki", [dumped])] }, "of.1", "wiki is the name of two", "could not tell apart"],
  [{ of: [worded] }, "of.0", "notes", 'backup: { kind: "files" }'],
  [{ of: [away] }, "of.0", "far is not on host infra", "Backups of its own"],
  [{ repository: { kind: "ftp" } }, "repository.kind", '"ftp"', "rest, s3, sftp, directory"],
  [{ repository: { kind: "rest", url: "https://a:b@c/" } }, "repository.url", "a:b@c", "without a user"],
  [
    { repository: { kind: "rest", url: "http://localhost:8000/" } },
    "repository.url",
    "http://localhost:8000/",
    "of another machine (localhost is the backups' own container)",
  ],
  [
    { copies: [{ kind: "s3", url: "http://127.0.0.1:9000", bucket: "b", accessKey: "a", secretKey: "s" }] },
    "copies.0.url",
    "http://127.0.0.1:9000",
    "of another machine",
  ],
  [{ repository: { ...sftp, address: "::1" } }, "repository.address", "::1", "of another machine"],
  [{ ping: "http://localhost:8000/ping" }, "ping", "what is given is not", "of another machine"],
  [{ ping: "ping.example.org" }, "ping", "what is given is not", "a URL of http or https"],
  [{ repository: { kind: "directory", path: "disk" } }, "repository.path", '"disk"', "an absolute path"],
  [{ schedule: { at: "25:00" } }, "schedule.at", '"25:00"', '"03:15"'],
  [{ schedule: { at: "03:15", timeZone: "Mars" } }, "schedule.timeZone", '"Mars"', "Europe/Vienna"],
  [{ schedule: { everyMinutes: 1 } }, "schedule.everyMinutes", "1", "from 5 to 1440"],
  [
    { schedule: { at: "03:15", everyMinutes: 15 } },
    "schedule",
    "03:15",
    "one of { at } and { everyMinutes }",
  ],
  [{ keep: { all: "0d" } }, "keep.all", '"0d"', "more than none"],
  [{ keep: { daily: "two weeks" } }, "keep.daily", '"two weeks"', '"14d"'],
  [{ checkPercent: 0 }, "checkPercent", "0", "from 1 to 100"],
  [{ copies: [{ kind: "directory", path: "/mnt/disk" }] }, "copies.0", "/mnt/disk", "another place"],
  [{ encryption: "" }, "encryption", "", "config.requireSecret"],
  [
    { of: [photos], repository: { kind: "directory", path: "/srv/photos/backups" } },
    "repository.path",
    "/srv/photos/backups is inside /srv/photos",
    "put it beside that",
  ],
  [
    { of: [cloud], copies: [{ kind: "directory", path: "/srv/cloud" }] },
    "copies.0.path",
    "which it backs up for cloud",
    "put it beside that",
  ],
];

test.each(bad)("%j is refused at %s", (more, path, found, expected) => {
  const said = refusals(more);
  expect(said.map((line) => line.split(":")[0])).toEqual([path]);
  expect(said[0]).toContain(found);
  expect(said[0]).toContain(expected);
});

test("a password is not repeated", () => {
  expect(refusals({ encryption: 5 }).join()).not.toContain("5 is");
});

test("a repository that other backups of the program have is refused; a directory of another host is another one", () => {
  const program = {};
  const rest = { kind: "rest", url: "https://backup.example.org:8000/prod" };
  const attic = {
    network: resource("EnvironmentNetwork", { host: elsewhere, environment: "prod" }),
    of: [away],
  };
  expect(refusals({ copies: [rest] }, "backups", program)).toEqual([]);
  expect(refusals(attic, "attic-backups", program)).toEqual([]);
  expect(refusals({ ...attic, repository: { ...rest, url: `${rest.url}/` } }, "more", program)).toEqual([
    "repository: https://backup.example.org:8000/prod is a repository of backups: give each environment and host one of its own",
  ]);
});
