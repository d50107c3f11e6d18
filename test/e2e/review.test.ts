import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packAndInstall } from "../package/tarball";
import { idLabel } from "../sandbox/clean";
import { removeFolder } from "../support/removeFolder";
import { script } from "../unit/ci/gitlab";
import { e2e } from "./floor";
import type { Home } from "./home";
import { everything } from "./life/unchanged";
import { Workspace } from "./workspace";
import { changeYaml } from "./yaml";

/** Low enough for the ports above them to be there. */
const ports = { http: 21_070, https: 21_443, stats: 21_404, router: 21_088 };

/** The jobs of GitLab's template, run as a runner does, with the commands as they are built. */
e2e("a merge request's environment", () => {
  let workspace: Workspace;
  let staging: Home;
  beforeAll(async () => {
    workspace = await Workspace.open("home");
    changeYaml(path.join(workspace.project, "Pulumi.yaml"), {
      config: { "homeport:ports": { default: ports } },
    });
    const packed = await packAndInstall();
    cpSync(path.join(packed.folder, "dist"), path.join(workspace.project, "dist"), { recursive: true });
    packed.remove();
    staging = await workspace.stack("staging");
    await staging.up();
  });
  afterAll(() => workspace?.close());

  /** Runs a script to its end or its first failure. */
  function job(text: string, folder = workspace.project) {
    const passphrase = workspace.variables.PULUMI_CONFIG_PASSPHRASE ?? "";
    const env = {
      ...process.env,
      ...workspace.variables,
      HOMEPORT_INSTALL: "true",
      HOMEPORT_PROJECT: "homeport",
      HOMEPORT_STAGING: "staging",
      HOMEPORT_POLICY_PACK: "policy",
      HOMEPORT_REVIEWS: "1",
      HOMEPORT_STAGING_PASSPHRASE: passphrase,
      CI_MERGE_REQUEST_IID: "7",
      STACK: "review-7",
      PASSPHRASE: passphrase,
    };
    const words = ["-eo", "pipefail", "-c", text];
    const { status, stdout, stderr } = spawnSync("bash", words, {
      cwd: folder,
      env,
      encoding: "utf8",
      maxBuffer: 2 ** 26,
    });
    return { status, told: stdout + stderr };
  }
  const made = () => everything({ [idLabel]: workspace.id, "homeport.environment": "review-7" });

  test("comes up beside staging, within the guard rails, and every service of it is asked", async () => {
    const { status, told } = job(
      `${script("homeport:review", "before_script")}\n${script("homeport:review")}`,
    );
    expect(status, told).toBe(0);
    for (const service of ["blog", "consoles", "notes"]) expect(told).toMatch(`served  ${service}  https://`);
    expect(told).toContain("homeport@");
    expect(told).not.toContain("[mandatory]");
    expect((await made()).length).toBeGreaterThan(10);
    expect(readFileSync(path.join(workspace.project, "Pulumi.review-7.yaml"), "utf8")).toContain("127.0.0.1");
    await staging.unchanged();
  });

  test("shows no secret in the job's log, and a second run of the job changes nothing", () => {
    const { status, told } = job(
      `${script("homeport:review", "before_script")}\n${script("homeport:review")}`,
    );
    expect(status, told).toBe(0);
    expect(told).toMatch(/\d+ unchanged/);
    expect(told).not.toMatch(/\d+ (created|updated|replaced|deleted)/);
    expect(told).not.toContain(workspace.variables.PULUMI_CONFIG_PASSPHRASE);
  });

  test("goes with the merge request when its branch is gone, and leaves staging alone", async () => {
    const others = await everything(staging.labels);
    const elsewhere = mkdtempSync(path.join(tmpdir(), "homeport-no-branch-"));
    const { status, told } = job(script("homeport:review:stop"), elsewhere);
    removeFolder(elsewhere);
    expect(status, told).toBe(0);
    expect(await made()).toEqual([]);
    expect(await everything(staging.labels)).toEqual(others);
    await staging.undrifted();
  });
});
