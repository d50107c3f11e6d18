import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { GitlabLocal } from "./gitlabLocal";
import { root } from "./templates";

const local = new GitlabLocal();
const template = readFileSync(join(root, "ci/gitlab.yml"), "utf8");
beforeEach(() => local.change(template));
afterAll(() => local.remove());

describe("GitLab's schema of a pipeline", () => {
  test("is kept to", () => {
    const { code, err } = local.list();
    expect(err).toContain("json schema validated");
    expect(code, err).toBe(0);
  });

  test.each([
    ["interruptible: true", "interruptible: soon", "'interruptible' property type must be boolean"],
    ["allow_failure:", "alow_failure:", "'alow_failure' property is not expected to be here"],
    ["when: always", "when: allways", "'when' property must be one of"],
    ["needs: [homeport:staging]", "needs: [homeport:trial]", "needs: [homeport:trial]"],
  ])("would not be by one with %s as %s", (right, wrong, said) => {
    expect(template).toContain(right);
    local.change(template.replace(right, wrong));
    const { code, err } = local.list();
    expect(err).toContain(said);
    expect(code).toBe(1);
  });
});

describe("as GitLab reads the rules, there run", () => {
  /** A merge request of a branch of project 1, or of the fork 2. */
  const request = (from: string, runsIn: string) => ({
    CI_PIPELINE_SOURCE: "merge_request_event",
    // GitLab does not set it there, and this program would.
    CI_COMMIT_BRANCH: "",
    CI_MERGE_REQUEST_PROJECT_ID: "1",
    CI_MERGE_REQUEST_SOURCE_PROJECT_ID: from,
    CI_PROJECT_ID: runsIn,
  });
  const branch = (name: string, source = "push") => ({
    CI_PIPELINE_SOURCE: source,
    CI_COMMIT_BRANCH: name,
    CI_DEFAULT_BRANCH: "main",
  });
  const check = "homeport:check on_success";

  test.each([
    [
      "in a merge request",
      request("1", "1"),
      [check, "homeport:preview on_success", "homeport:review manual", "homeport:review:stop manual"],
    ],
    ["in a merge request of a fork, which a member has started", request("2", "1"), [check]],
    ["in a merge request of a fork, in the fork", request("2", "2"), [check]],
    [
      "on the default branch",
      branch("main"),
      [check, "homeport:staging on_success", "homeport:production manual"],
    ],
    ["on another branch", branch("change"), []],
    [
      "on a schedule",
      branch("main", "schedule"),
      ["homeport:drift:staging on_success", "homeport:drift:production on_success"],
    ],
    [
      "on a schedule that rehearses",
      { ...branch("main", "schedule"), HOMEPORT_REHEARSE: "yes" },
      [
        "homeport:drift:staging on_success",
        "homeport:drift:production on_success",
        "homeport:rehearse on_success",
      ],
    ],
  ])("%s", (_, variables, jobs) => {
    const { code, told, err } = local.list(variables);
    expect(code, err).toBe(0);
    const rows = told.split("\n").filter((line) => line.startsWith("homeport:"));
    expect(rows.map((row) => row.split(";")).map(([name, , when]) => `${name} ${when}`)).toEqual(jobs);
  });
});
