import { describe, expect, test } from "vitest";
import { orderOf, shellOf } from "../../../../components/hosts/libvirt/template/options";
import {
  renderTemplateBuild,
  type TemplateBuild,
} from "../../../../components/hosts/libvirt/template/script";
import { templateNamed } from "../../../../components/hosts/libvirt/template/told";
import { syntaxError } from "../../bench";
import { expectGolden } from "../../golden";

const builds = {
  plain: { directory: "/var/lib/libvirt/images/homeport/templates" },
  runner: {
    directory: "/srv/images",
    packages: ["htop", "docker.io"],
    runner: "/root/gitlab-runner_amd64.deb",
    mirror: "http://mirror.example.org/debian",
  },
} satisfies Record<string, TemplateBuild>;

const version = (build: TemplateBuild) => /^version=([\w-]+)$/m.exec(renderTemplateBuild(build))?.[1];

test.each(Object.entries(builds))("the %s template has a script, which a shell can read", (name, build) => {
  const script = renderTemplateBuild(build);
  expectGolden(`libvirt/template-${name}.sh`, script);
  expect(syntaxError(script)).toBe("");
});

describe("the version of a template", () => {
  test("is that of what it is made of, wherever it is built and from which mirror", () => {
    expect(version({ ...builds.plain, directory: "/srv", mirror: builds.runner.mirror })).toBe(
      version(builds.plain),
    );
  });

  test.each<[string, Partial<TemplateBuild>]>([
    ["another package", { packages: ["htop"] }],
    ["another edition", { edition: "2026-11" }],
    ["a runner", { runner: "/root/runner.deb" }],
  ])("changes with %s", (_, changed) => {
    expect(version({ ...builds.plain, ...changed })).not.toBe(version(builds.plain));
  });

  test("does not change with the order of packages, or with one that is there anyway", () => {
    const packages = ["git", "htop"];
    expect(version({ ...builds.plain, packages: ["htop", "docker.io", "git"] })).toBe(
      version({ ...builds.plain, packages }),
    );
  });
});

test("a template is told as settings name it", () => {
  expect(templateNamed("I: done\n/srv/images/debian-13-0123456789ab.qcow2\n")).toBe(
    "/srv/images/debian-13-0123456789ab.qcow2\n\ntemplate: { name: debian-13, version: 0123456789ab }",
  );
  expect(templateNamed("/srv/debian-13-0123456789ab-89abcdef.qcow2")).toContain(
    "version: 0123456789ab-89abcdef }",
  );
});

describe("the builder's options", () => {
  test("are those of a plain template on this machine where none is given", () => {
    const order = orderOf([]);
    expect(order).toEqual({ ...builds.plain, packages: [], print: false });
    expect(shellOf(order)).toEqual(["sh", "-s"]);
  });

  test("name another machine, which is entered by its user", () => {
    expect(shellOf(orderOf(["--on", "root@cellar"]))).toEqual(["ssh", "--", "root@cellar", "sh", "-s"]);
    expect(shellOf(orderOf(["--on", "anna@cellar"]))).toEqual([
      "ssh",
      "--",
      "anna@cellar",
      "sudo",
      "-n",
      "sh",
      "-s",
    ]);
  });

  test("add packages, and keep templates beside the VMs", () => {
    expect(orderOf(["--package", "htop", "--package", "git", "--directory", "/srv"])).toMatchObject({
      packages: ["htop", "git"],
      directory: "/srv/templates",
    });
  });

  test("that are not known or not usable are refused by their name", () => {
    expect(() => orderOf(["--form"])).toThrow(/--form/);
    expect(() => orderOf(["--edition", "of today"])).toThrow(/--edition of today: expected letters/);
  });
});
