import * as pulumi from "@pulumi/pulumi";
import { afterEach, describe, expect, test, vi } from "vitest";
import { checkService } from "../../../components/domainService/check";
import { type AnyArgs, refusals, usable } from "./refusals";

afterEach(() => void vi.restoreAllMocks());

/** Arguments, the path of what is wrong, what was found, what is expected. */
const bad: [AnyArgs, path: string, found: string, expected: string][] = [
  [{ domains: [] }, "domains", "", "name at least one domain"],
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
  [{ replicas: 51 }, "replicas", "51", "at most 50"],
  [{ limits: { memory: "256" } }, "limits.memory", '"256"', "with its unit; example: 256MiB"],
  [{ limits: { memory: 256 } }, "limits.memory", "256", "with its unit; example: 256MiB"],
  [{ limits: { memory: "0MiB" } }, "limits.memory", '"0MiB"', "example: 256MiB"],
  [{ limits: { cpus: 0 } }, "limits.cpus", "0", "at least 0.1"],
  [{ limits: { processes: 0 } }, "limits.processes", "0", "at least 1"],
  [{ pathPrefix: "console" }, "pathPrefix", '"console"', 'begins with "/"'],
  [{ pathPrefix: "/console/" }, "pathPrefix", '"/console/"', "does not end with one"],
  [{ pathPrefix: "/" }, "pathPrefix", '"/"', "example: /console"],
  [{ pathPrefix: "/a`) || Host(`b" }, "pathPrefix", '"/a`) || Host(`b"', "has letters, digits"],
  [{ stripPrefix: true }, "stripPrefix", "", "there is no pathPrefix to strip"],
  [{ readiness: { kind: "http", path: "health" } }, "readiness.path", '"health"', 'begins with "/"'],
  [{ readiness: { kind: "udp" } }, "readiness.kind", '"udp"', "http"],
  [{ readySeconds: -1 }, "readySeconds", "-1", "0 or more seconds"],
  [{ readySeconds: 1.5 }, "readySeconds", "1.5", "whole seconds"],
  [{ drainSeconds: 3601 }, "drainSeconds", "3601", "at most 3600 seconds"],
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
  expect(refusals({ pathPrefix: "/a/b-c_d.e~f", stripPrefix: true })).toEqual([]);
  expect(refusals({ domains: ["a.org", "*.a.org", "xn--bcher-kva.org"] })).toEqual([]);
});
