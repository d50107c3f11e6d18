import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, test, vi } from "vitest";
import { checkService } from "../../../components/services/check";
import { type AnyArgs, refusals, usable } from "./refusals";

afterEach(() => void vi.restoreAllMocks());

const udp = { port: 53, at: { address: "0.0.0.0", port: 53 } };

/** Arguments, the path of what is wrong, what was found, what is expected. */
const bad: [AnyArgs, path: string, found: string, expected: string][] = [
  [{ domains: [], pathPrefix: "/console" }, "pathPrefix", "domains is empty", "name a domain"],
  [
    { domains: [], allow: ["10.0.0.0/8"] },
    "allow",
    "domains is empty",
    "a PortService has an allow of its own",
  ],
  [{ domains: [], also: [] }, "also", "domains is empty", "leave it out"],
  [
    { domains: [], readiness: { kind: "http", path: "/" } },
    "readiness.kind",
    '"http" is asked as if by a visitor',
    'ask for an open port: { kind: "tcp" }',
  ],
  [
    { also: [{ name: "console", domains: [], port: 9001 }] },
    "also.0.domains",
    "",
    "name at least one domain",
  ],
  [{ domains: ["a b.example.org"] }, "domains.0", '"a b.example.org"', '"a b" is no part of a domain name'],
  [{ domains: ["a.org", "a_b.org"] }, "domains.1", '"a_b.org"', '"a_b" is no part of a domain name'],
  [{ domains: [`${"a.".repeat(130)}org`] }, "domains.0", '"a.a.', "at most 253"],
  [{ domains: ["bücher.org"] }, "domains.0", '"bücher.org"', "punycode form: xn--bcher-kva.org"],
  [{ domains: ["a.org."] }, "domains.0", '"a.org."', "leave out the trailing dot: a.org"],
  [{ domains: ["A.org"] }, "domains.0", '"A.org"', "write it in lower case: a.org"],
  [{ domains: ["*.org"] }, "domains.0", '"*.org"', "a wildcard needs"],
  [{ domains: ["a.org", "b.org", "a.org"] }, "domains", '"a.org"', "twice"],
  [{ image: "Nginx 1" }, "image", '"Nginx 1"', "example: nginx:1.29.3-alpine"],
  [{ image: "" }, "image", '""', "example: nginx:1.29.3-alpine"],
  [{ port: 0 }, "port", "0", "a port (1–65535)"],
  [{ port: 65536 }, "port", "65536", "a port (1–65535)"],
  [{ port: 80.5 }, "port", "80.5", "a port (1–65535)"],
  [{ port: "80" }, "port", '"80"', "a port (1–65535)"],
  [{ replicas: 0 }, "replicas", "0", "at least 1"],
  [{ replicas: -1 }, "replicas", "-1", "at least 1"],
  [{ replicas: 1.5 }, "replicas", "1.5", "a whole number"],
  [{ udp: [] }, "udp", "[]", "leave it out where there is none"],
  [{ udp: [{ port: 53 }] }, "udp.0.at", "", "it is missing"],
  [{ udp: [{ port: 0, at: { address: "0.0.0.0", port: 53 } }] }, "udp.0.port", "0", "a port (1–65535)"],
  [{ udp: [udp], replicas: 2 }, "replicas", "2", "a port of UDP is one container's; keep 1"],
  [{ replicas: 51 }, "replicas", "51", "at most 50"],
  [{ limits: { memory: "256" } }, "limits.memory", '"256"', "in MiB or GiB; example: 256MiB"],
  [{ limits: { memory: 256 } }, "limits.memory", "256", "in MiB or GiB; example: 256MiB"],
  [{ limits: { memory: "0MiB" } }, "limits.memory", '"0MiB"', "example: 256MiB"],
  [{ limits: { cpus: 0 } }, "limits.cpus", "0", "at least 0.1"],
  [{ limits: { processes: 0 } }, "limits.processes", "0", "at least 1"],
  [{ pathPrefix: "console" }, "pathPrefix", '"console"', 'begins with "/"'],
  [{ pathPrefix: "/console/" }, "pathPrefix", '"/console/"', "does not end with one"],
  [{ pathPrefix: "/" }, "pathPrefix", '"/"', "example: /console"],
  [{ pathPrefix: "/a`) || Host(`b" }, "pathPrefix", '"/a`) || Host(`b"', "has letters, digits"],
  [{ stripPrefix: true }, "stripPrefix", "", "there is no pathPrefix to strip"],
  [{ readiness: { kind: "http", path: "health" } }, "readiness.path", '"health"', 'begins with one "/"'],
  [{ readiness: { kind: "http", path: "//evil/x" } }, "readiness.path", '"//evil/x"', 'begins with one "/"'],
  [{ readiness: { kind: "http", path: "/a/../b" } }, "readiness.path", '"/a/../b"', 'no "." or ".."'],
  [{ readiness: { kind: "http", path: "/a b" } }, "readiness.path", '"/a b"', "encodes all but"],
  [{ readiness: { kind: "http", path: "/100%" } }, "readiness.path", '"/100%"', "encodes all but"],
  [{ readiness: { kind: "http", path: "/", status: 503 } }, "readiness.status", "503", "from 200 to 499"],
  [{ readiness: { kind: "http", path: "/", host: "Blog" } }, "readiness.host", '"Blog"', "in lower case"],
  [
    { readiness: { kind: "http", path: "/", host: "other.example.org" } },
    "readiness.host",
    '"other.example.org"',
    "is none of the names that are served",
  ],
  [{ readiness: { kind: "udp" } }, "readiness.kind", '"udp"', "http"],
  [{ readySeconds: -1 }, "readySeconds", "-1", "0 or more seconds"],
  [{ readySeconds: 1.5 }, "readySeconds", "1.5", "whole seconds"],
  [{ drainSeconds: 3601 }, "drainSeconds", "3601", "at most 3600 seconds"],
  [{ stopSeconds: 0 }, "stopSeconds", "0", "at least 1 and at most 900; example: 60"],
  [{ stopSeconds: 901 }, "stopSeconds", "901", "at least 1 and at most 900"],
  [{ stopSeconds: 1.5 }, "stopSeconds", "1.5", "whole seconds"],
  [{ stopSeconds: "60" }, "stopSeconds", '"60"', "write it without quotes"],
  [{ stopSignal: "TERM" }, "stopSignal", '"TERM"', "a signal that ends programs"],
  [{ stopSignal: "SIGSTOP" }, "stopSignal", '"SIGSTOP"', 'example: "SIGINT"'],
  [{ hostname: "Rabbit" }, "hostname", '"Rabbit"', "lower-case letters"],
  [{ hostname: "*.rabbit.org" }, "hostname", '"*.rabbit.org"', "a hostname"],
  [{ hostname: "a".repeat(64) }, "hostname", '"aaa', "at most 63"],
  [{ hostname: "rabbit", replicas: 2 }, "hostname", '"rabbit"', "the name of 2 containers; leave it out"],
  [{ hostname: "blog.example.org" }, "hostname", '"blog.example.org"', 'choose another one, as in "blog"'],
  [
    { trustAuthority: true, temporary: ["/etc/homeport/trust/"] },
    "temporary",
    '"/etc/homeport/trust"',
    "where trustAuthority puts the certificates",
  ],
  [
    { trustAuthority: true, volumes: [{ name: "settings", path: "/etc/homeport" }] },
    "volumes",
    '"/etc/homeport"',
    "choose another path",
  ],
  [{ hosts: { db: "10.0.0.256" } }, "hosts.db", '"10.0.0.256"', "an IPv4 address or host-gateway"],
  [{ hosts: { db: "other.example.org" } }, "hosts.db", '"other.example.org"', "example: 10.0.0.5"],
  [{ hosts: { db: "fd00::5" } }, "hosts.db", '"fd00::5"', "the containers' network has IPv4 alone"],
  [{ hosts: { "a b": "10.0.0.5" } }, "hosts.a b", '"a b"', "one name, of letters"],
  [{ hosts: { "*.org": "10.0.0.5" } }, "hosts.*.org", '"*.org"', "example: db.example.org"],
  [{ hosts: ["db:10.0.0.5"] }, "hosts", '["db:10.0.0.5"]', "a group of addresses by name"],
  [{ limits: { reservation: 64 } }, "limits.reservation", "64", "in MiB or GiB; example: 128MiB"],
  [{ temporary: [{ path: "tmp" }] }, "temporary.0.path", '"tmp"', "an absolute path"],
  [{ temporary: [{ path: "/tmp", exe: true }] }, "temporary.0.exe", "", "the nearest is exec"],
  [{ temporary: [{ path: "/tmp", exec: "yes" }] }, "temporary.0.exec", '"yes"', "true or false"],
  [{ temporary: [{ path: "/tmp", size: "64m" }] }, "temporary.0.size", '"64m"', "example: 64MiB"],
  [{ temporary: [{ path: "/tmp", size: "257MiB" }] }, "temporary.0.size", '"257MiB"', "memory (256MiB)"],
  [{ temporary: [{ path: "/tmp", mode: 1777 }] }, "temporary.0.mode", "1777", "as a text of three or four"],
  [{ temporary: [{ path: "/tmp", mode: "0888" }] }, "temporary.0.mode", '"0888"', "octal digits"],
  [{ temporary: [5] }, "temporary.0", "5", "a path, or a directory in memory"],
  [{ temporary: ["/tmp", { path: "/tmp/" }] }, "temporary", '"/tmp"', "there twice"],
  [
    { temporary: ["/data"], volumes: [{ name: "data", path: "/data/" }] },
    "temporary",
    '"/data"',
    "the path of a volume too",
  ],
  [
    { volumes: [{ name: "data", path: "/data", of: "app" }] },
    "volumes.0.of",
    '"app"',
    "another DomainService",
  ],
  [{ keepAliveSeconds: -1 }, "keepAliveSeconds", "-1", "0 or more seconds"],
  [{ webdavDestination: "https" }, "webdavDestination", '"https"', "http, as-sent"],
  [{ volumes: [{ name: "Data", path: "/data" }] }, "volumes.0.name", '"Data"', "lower-case"],
  [{ volumes: [{ name: "data", path: "/data", backup: " " }] }, "volumes.0.backup", '" "', "in words"],
  [{ volumes: [{ name: "data", path: "data" }] }, "volumes.0.path", '"data"', "an absolute path"],
  [{ temporary: ["/tmp", "/run:exec"] }, "temporary.1", '"/run:exec"', 'a path without ":"'],
];

describe("a service that could not be deployed is refused before any resource exists", () => {
  test.each(bad)("%j", (args, path, _, expected) => {
    const [problem = "", ...more] = refusals(args);
    expect(more).toEqual([]);
    expect(problem.startsWith(`${path}: `), problem).toBe(true);
    expect(problem).toContain(expected);
  });

  test("one with a private volume and two containers: both would write to it", () => {
    const volume = { name: "data", path: "/data" };
    const [problem] = refusals({ replicas: 2, volumes: [volume] });
    expect(problem).toContain("replicas: ");
    expect(problem).toContain("declare the volume shared or keep 1");
    expect(refusals({ replicas: 2, volumes: [{ ...volume, shared: true }] })).toEqual([]);
    expect(refusals({ replicas: 1, volumes: [volume] })).toEqual([]);
  });

  test.each([
    [
      "name",
      [
        { name: "data", path: "/a" },
        { name: "data", path: "/b" },
      ],
      '"data"',
    ],
    [
      "path",
      [
        { name: "a", path: "/data" },
        { name: "b", path: "/data" },
      ],
      '"/data"',
    ],
    [
      "path",
      [
        { name: "a", path: "/data" },
        { name: "b", path: "//data/" },
      ],
      '"/data"',
    ],
  ])("one whose volumes have the same %s: one would hide the other", (key, volumes, found) => {
    expect(refusals({ volumes })).toEqual([
      `volumes: ${found} is the ${key} of two volumes; give each its own`,
    ]);
  });

  test("with all problems at once, and the service they belong to", () => {
    expect(refusals({ port: 0, replicas: 0, stripPrefix: true })).toHaveLength(3);
    expect(() => checkService("blog", { ...usable, port: 0 })).toThrow(/^blog\.port: 0 is not a port/);
  });
});

test("what was found is told first, or a person has to look for it", () => {
  const untold = bad.filter(([args, path, found]) => !refusals(args)[0]?.startsWith(`${path}: ${found}`));
  expect(untold.map(([args]) => refusals(args)[0])).toEqual([]);
});

describe("a name that would break files and host names", () => {
  test.each(["Blog", "1blog", "my blog", "a/b", "", "a".repeat(41)])("%j is refused", (name) => {
    const [problem, ...more] = refusals({}, name);
    expect(more).toEqual([]);
    expect(problem).toContain("1–40 lower-case letters, digits and hyphens");
  });

  test("is told under a path, as every other problem", () => {
    expect(refusals({}, "Blog")[0]).toMatch(/^name: "Blog"/);
  });
});

describe("an image that names no version", () => {
  test.each(["nginx", "nginx:latest", "registry.example.org:5000/nginx"])("%s: a warning", (image) => {
    const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    expect(refusals({ image })).toEqual([]);
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.calls[0]?.[0]).toContain(`blog.image: "${image}" names no version`);
  });

  test("nothing is said of one that does", () => {
    const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue();
    expect(refusals({})).toEqual([]);
    expect(warn).not.toHaveBeenCalled();
  });
});

test("all that may be left out may be left out, and the outermost values are taken", () => {
  expect(refusals({})).toEqual([]);
  expect(refusals({ port: 1, replicas: 1, readySeconds: 0, drainSeconds: 0, keepAliveSeconds: 0 })).toEqual(
    [],
  );
  expect(refusals({ port: 65535, replicas: 50, readySeconds: 3600, drainSeconds: 3600 })).toEqual([]);
  expect(refusals({ limits: { memory: "64MiB", cpus: 0.5, processes: 10 } })).toEqual([]);
  expect(refusals({ stopSeconds: 1, stopSignal: "SIGRTMIN+3", hostname: "mail.example.org" })).toEqual([]);
  expect(refusals({ stopSeconds: 900, hosts: { my_db: "0.0.0.0", "b.org": "host-gateway" } })).toEqual([]);
  expect(refusals({ hosts: { late: pulumi.output("10.0.0.5") } })).toEqual([]);
  expect(
    refusals({ temporary: ["/tmp", { path: "/run", exec: false, size: "256MiB", mode: "755" }] }),
  ).toEqual([]);
  expect(refusals({ limits: { memory: "2GiB" }, temporary: [{ path: "/tmp", size: "1GiB" }] })).toEqual([]);
  expect(refusals({ pathPrefix: "/a/b-c_d.e~f", stripPrefix: true })).toEqual([]);
  expect(refusals({ domains: ["a.org", "*.a.org", "xn--bcher-kva.org"] })).toEqual([]);
});
