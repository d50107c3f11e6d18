import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import type { HomeArgs } from "../../../facade/args";
import { checkHome } from "../../../facade/checkHome";
import { refusalsOf } from "../refusals";

const usable = {
  hosts: [{ name: "infra", subnet: "172.30.70.0/24" }],
  services: [{ name: "blog", domains: ["blog.example.org"], image: "nginx:1.29.3", port: 8080 }],
  ports: { http: 7070, https: 7443, stats: 8404 },
  bindAddress: "127.0.0.1",
};
const refusals = (args: unknown) => refusalsOf("home", () => checkHome("home", args as HomeArgs));
const withVolumeOf = (name: string, of: string) => ({
  ...usable.services[0],
  name,
  volumes: [{ name: "data", path: "/data", of }],
});
const pad = { name: "pad", containers: { db: { image: "mariadb:11.8.5" } } };
const anyApplication = "{ name: pad, containers: { db: { image: mariadb:11.8.5 } } }";
const anyHost = "{ name: infra, subnet: 172.30.70.0/24 }";

test("a home that is usable passes", () => {
  expect(refusals(usable)).toEqual([]);
  expect(refusals({ ...usable, services: undefined, applications: [{ ...pad, host: "infra" }] })).toEqual([]);
});

const monitor = { notify: [] };

test("backups, a monitor and its pages are of what the home has", () => {
  const backups = { of: ["blog", "pad"], repository: { kind: "directory", path: "/mnt" }, encryption: "x" };
  const statusPage = { domains: ["status.example.org"], shows: { Blog: "blog", Pad: "pad-app" } };
  const whole = { ...usable, applications: [pad], backups: [backups], monitor, statusPage };
  expect(refusals(whole)).toEqual([]);
  expect(refusals({ ...whole, backups: [{ ...backups, of: ["wiki"], host: "attic" }] })).toEqual([
    'backups.0.host: "attic" is none of the hosts (infra)',
    'backups.0.of: "wiki" is none of the services and applications (blog, pad)',
  ]);
  expect(refusals({ ...whole, statusPage: { ...statusPage, shows: { Wiki: "wiki" } } })).toEqual([
    'statusPage.shows.Wiki: "wiki" is none of the services (blog, pad-…)',
  ]);
  expect(refusals({ ...whole, monitor: undefined })).toEqual([
    "statusPage: a monitor makes it, and there is none; example: monitor: { notify: [{ kind: ntfy, url: … }] }",
  ]);
  expect(refusals({ ...whole, monitor: { notify: "anna" } })).toEqual([
    'monitor.notify: "anna" is not a list of groups; example: [{ kind: ntfy, url: … }], or [] for nobody',
  ]);
});

test("the second farm of an address is on another host than the first", () => {
  const two = { ...usable, hosts: [...usable.hosts, { name: "cellar", subnet: "172.30.71.0/24" }] };
  const at = (host: string) => ({ virtualAddress: { address: "192.168.1.10/24", host } });
  expect(refusals({ ...two, ...at("cellar") })).toEqual([]);
  expect(refusals({ ...two, ...at("infra") })).toEqual([
    'virtualAddress.host: "infra" is none of the hosts beside the first (cellar)',
  ]);
  expect(refusals({ ...usable, ...at("cellar") })).toEqual([
    'virtualAddress.host: "cellar" is none of the hosts beside the first (there is none)',
  ]);
});

test("a database that is to be dumped is of an application that backups have", () => {
  const databases = {
    db: { engine: { kind: "mariadb" } },
    cache: { engine: { kind: "valkey" }, backup: "none" },
  };
  const applications = [{ ...pad, databases }];
  const backups = [{ of: ["pad"], repository: { kind: "directory", path: "/mnt" }, encryption: "x" }];
  expect(refusals({ ...usable, applications, backups })).toEqual([]);
  expect(refusals({ ...usable, applications })).toEqual([
    'applications.0.databases.db.backup: no backups have pad in their "of", to have it dumped; name it there, or say what else backs it up, "none" where its data may be lost',
  ]);
});

const portOf = (more: object) => ({
  portServices: [{ name: "ssh", service: "blog", port: 22, at: { address: "0.0.0.0", port: 2222 }, ...more }],
});

test("ports are of what is served, and on one of the hosts", () => {
  expect(refusals({ ...usable, ...portOf({ host: "infra" }) })).toEqual([]);
  const pad = {
    name: "pad",
    containers: { app: { image: "pad:1", web: [{ domains: ["a.org"], port: 1 }] }, db: {} },
  };
  expect(refusals({ ...usable, applications: [pad], ...portOf({ service: "pad-app" }) })).toEqual([]);
  expect(refusals({ ...usable, applications: [pad], ...portOf({ service: "pad-db" }) })).toEqual([
    'portServices.0.service: "pad-db" is none of what is served (blog, pad-app)',
  ]);
  expect(refusals({ ...usable, ...portOf({ host: "attic" }) })).toEqual([
    'portServices.0.host: "attic" is none of the hosts (infra)',
  ]);
});

test.each<[string, object, string]>([
  [
    "no hosts",
    { hosts: undefined },
    `hosts: it is missing, and has to be a list of groups; example: [${anyHost}]`,
  ],
  ["none of them", { hosts: [], services: [] }, `hosts: name at least one; example: ${anyHost}`],
  [
    "a host that is none",
    { hosts: [usable.hosts[0], "attic"] },
    `hosts.1: "attic" is not a group; example: [${anyHost}]`,
  ],
  [
    "a misspelt name",
    { hosts: [{ ...usable.hosts[0], sbnet: "x" }] },
    "hosts.0.sbnet: there is no such argument; there are name, subnet, ssh, endpoint, router",
  ],
  [
    "services that come late",
    { services: pulumi.output([]) },
    "services: what is known at deployment only is not a list of groups; example: [{ name: blog, domains: [blog.example.org], image: nginx, port: 8080 }]",
  ],
  [
    "a service on no host",
    { services: [{ ...usable.services[0], hosts: ["attic"] }] },
    'services.0.hosts: "attic" is none of the hosts (infra)',
  ],
  [
    "hosts of a service as one word",
    { services: [{ ...usable.services[0], hosts: "infra" }] },
    'services.0.hosts: "infra" is not a list of names; example: [infra]',
  ],
  [
    "a volume of nobody",
    { services: [withVolumeOf("app", "worker"), usable.services[0]] },
    'services.0.volumes: of: "worker" is none of the services (app, blog)',
  ],
  [
    "a volume of the service itself",
    { services: [withVolumeOf("app", "app")] },
    'services.0.volumes: of: "app" is the service itself; leave it out',
  ],
  [
    "an image of nothing",
    { images: { nginx: "nginx:1" } },
    "images.nginx: there is no such argument; there are haproxy, traefik, keeper, lego, restic, sqlite, prometheus, alertmanager, probes, agent",
  ],
  [
    "neither services nor applications",
    { services: undefined },
    "services: it is missing, and has to be a list of groups; example: [{ name: blog, domains: [blog.example.org], image: nginx, port: 8080 }]",
  ],
  [
    "applications that are no list",
    { applications: pad },
    `applications: ${JSON.stringify(pad)} is not a list of groups; example: [${anyApplication}]`,
  ],
  [
    "an application on no host",
    { applications: [{ ...pad, host: "attic" }] },
    'applications.0.host: "attic" is none of the hosts (infra)',
  ],
  [
    "an application without containers",
    { applications: [{ name: "pad" }] },
    "applications.0.containers: it is missing, and has to be a group; example: { db: { image: mariadb:11.8.5 } }",
  ],
  [
    "a container that is an image alone",
    { applications: [{ ...pad, containers: { db: "mariadb:11.8.5" } }] },
    'applications.0.containers.db: "mariadb:11.8.5" is not a group; example: { image: mariadb:11.8.5 }',
  ],
  [
    "a way in that is no list",
    { applications: [{ ...pad, containers: { app: { image: "pad:1", web: { port: 9001 } } } }] },
    'applications.0.containers.app.web: {"port":9001} is not a list of groups; example: [{ domains: [pad.example.org], port: 9001 }]',
  ],
])("%s is refused in one line", (_, wrong, problem) => {
  expect(refusals({ ...usable, ...wrong })).toEqual([problem]);
});

test("all problems are told at once, and no arguments at all in one", () => {
  expect(refusals({ hosts: 1, services: 2 })).toHaveLength(2);
  expect(refusals(undefined)).toEqual([
    "arguments: it is missing, and has to be a group; example: { hosts, services, ports, bindAddress }",
  ]);
});

test("services that have a volume of one another are refused: neither could be made first", () => {
  const services = [
    withVolumeOf("app", "worker"),
    withVolumeOf("worker", "feed"),
    withVolumeOf("feed", "app"),
  ];
  expect(refusals({ ...usable, services })).toEqual([
    'services.0.volumes: of: "worker" has a volume of "app" itself; let one service have both',
    'services.1.volumes: of: "feed" has a volume of "worker" itself; let one service have both',
    'services.2.volumes: of: "app" has a volume of "feed" itself; let one service have both',
  ]);
});

test("a sign-in is another service, which needs nothing of who asks it", () => {
  const asking = (name: string, service: string) => ({
    ...usable.services[0],
    name,
    signIn: { service, path: "/" },
  });
  const problems = (...services: object[]) => refusals({ ...usable, services });
  expect(problems(asking("app", "blog"), usable.services[0] as object)).toEqual([]);
  expect(problems(asking("app", "auth"))).toEqual([
    'services.0.signIn.service: "auth" is none of the services (app)',
  ]);
  expect(problems(asking("app", "app"))).toEqual([
    'services.0.signIn.service: "app" is the service itself; name another one',
  ]);
  expect(problems(asking("app", "desk"), asking("desk", "app"))).toEqual([
    'services.0.signIn.service: "desk" needs "app" itself; one of the two has to be there before',
    'services.1.signIn.service: "app" needs "desk" itself; one of the two has to be there before',
  ]);
});
