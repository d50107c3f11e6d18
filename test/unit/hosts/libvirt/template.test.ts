import { describe, expect, test } from "vitest";
import {
  renderTemplateBuild,
  type TemplateBuild,
} from "../../../../components/hosts/libvirt/template/script";
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
