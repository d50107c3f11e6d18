import { chmodSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { shellOf } from "../../../../commands/template/run";
import { templateNamed } from "../../../../commands/template/told";
import { renderTemplateBuild } from "../../../../components/hosts/libvirt/template/script";
import { removeFolder } from "../../../support/removeFolder";
import { tellOf } from "../told";

test("a template is told as settings name it", () => {
  expect(templateNamed("I: done\n/srv/images/debian-13-0123456789ab.qcow2\n")).toBe(
    "/srv/images/debian-13-0123456789ab.qcow2\n\ntemplate: { name: debian-13, version: 0123456789ab }",
  );
  expect(templateNamed("/srv/debian-13-0123456789ab-89abcdef.qcow2")).toContain(
    "version: 0123456789ab-89abcdef }",
  );
});

describe("homeport template", () => {
  const told = (...words: string[]) => tellOf(["template", ...words]);

  test("--print shows the script of a plain template where nothing else is said", async () => {
    const out = renderTemplateBuild({ directory: "/var/lib/libvirt/images/homeport/templates" });
    expect(await told("--print")).toEqual({ code: 0, out, err: "" });
  });

  test("adds packages, and keeps templates beside the VMs", async () => {
    const words = ["--package", "htop", "--package", "git", "--directory", "/srv", "--edition", "2026-11"];
    const out = renderTemplateBuild({
      directory: "/srv/templates",
      packages: ["htop", "git"],
      edition: "2026-11",
    });
    expect(await told(...words, "--print")).toEqual({ code: 0, out, err: "" });
  });

  test.each([
    [["--form"], "unknown option '--form'"],
    [["--edition", "of today"], '--edition: "of today" is not a word of letters'],
    [["root@cellar"], "too many arguments for 'template'"],
  ])("refuses %j", async (words, said) => {
    const { code, out, err } = await told(...words);
    expect({ code, out }).toEqual({ code: 2, out: "" });
    expect(err).toContain(`homeport template: ${said}`);
  });
});

describe("the builder", () => {
  let folder = "";
  afterEach(() => {
    vi.unstubAllEnvs();
    removeFolder(folder);
  });

  /** An `ssh` that keeps what it is told and what it reads, and answers. */
  function far(answer: string): void {
    folder = mkdtempSync(join(tmpdir(), "homeport-template-"));
    writeFileSync(
      join(folder, "ssh"),
      `#!/bin/sh\necho "$@" > ${folder}/words\ncat > ${folder}/read\n${answer}\n`,
    );
    chmodSync(join(folder, "ssh"), 0o755);
    vi.stubEnv("PATH", `${folder}:/usr/bin:/bin`);
  }

  test("runs on this machine, or on another one that is entered by its user", () => {
    expect(shellOf(undefined)).toEqual(["sh", "-s"]);
    expect(shellOf("root@cellar")).toEqual(["ssh", "--", "root@cellar", "sh", "-s"]);
    expect(shellOf("anna@cellar")).toEqual(["ssh", "--", "anna@cellar", "sudo", "-n", "sh", "-s"]);
  });

  test("says how settings name what it has built", async () => {
    far("echo /srv/templates/debian-13-0123456789ab.qcow2");
    const { code, out } = await tellOf(["template", "--on", "root@cellar"]);
    expect({ code, out }).toEqual({
      code: 0,
      out: "/srv/templates/debian-13-0123456789ab.qcow2\n\ntemplate: { name: debian-13, version: 0123456789ab }\n",
    });
    expect(readFileSync(join(folder, "words"), "utf8")).toBe("-- root@cellar sh -s\n");
    expect(readFileSync(join(folder, "read"), "utf8")).toMatch(/^\{\n.*\n\} <\/dev\/null\n$/s);
  });

  test("ends with 2 where the script fails, and where there is nothing that could run it", async () => {
    far("exit 7");
    expect(await tellOf(["template", "--on", "root@cellar"])).toEqual({
      code: 2,
      out: "",
      err: "homeport template: the template is not built; why, is said above\n",
    });
    vi.stubEnv("PATH", "/nowhere");
    expect((await tellOf(["template", "--on", "root@cellar"])).err).toContain("spawn ssh ENOENT");
  });
});
