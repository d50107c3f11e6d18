import { describe, expect, test } from "vitest";
import guardRails from "../../../guard-rails.json";
import { scripts } from "../../../package.json";
import { conditions, job, names, template, whole } from "./gitlab";
import { readStrictly } from "./templates";

describe("the pipeline for GitLab", () => {
  test("has jobs in stages that there are, after jobs that there are", () => {
    for (const { stage, needs = [] } of names.map(job)) {
      expect(template.stages).toContain(stage);
      for (const needed of needs) expect(names).toContain(needed);
    }
  });

  test("is this project's own", () => {
    const own = readStrictly(".gitlab-ci.yml") as { include: { local: string }[] };
    expect(own.include).toEqual([{ local: "ci/gitlab.yml" }]);
    const { include, ...rest } = own;
    expect(Object.keys(rest).filter((key) => !(key in template))).toEqual([]);
  });

  test("brings the commands to every job that calls one, which here run as they are", () => {
    const calling = names.filter((name) => whole(job(name)).includes("npx homeport "));
    expect(calling.length).toBeGreaterThan(4);
    for (const name of calling) expect(job(name).before_script?.[0]).toBe("$HOMEPORT_INSTALL");
    expect(template.variables.HOMEPORT_INSTALL).toBe("npm ci");
    expect(scripts.prepare).toBe("node bin/link.cjs");
  });

  test("lets there be as many environments of merge requests as guard rails have memory for", () => {
    const own = readStrictly(".gitlab-ci.yml") as { variables: Record<string, string> };
    const reviews = guardRails["host-memory"].hosts.infra.shares.find(({ environment }) =>
      environment.startsWith("review-"),
    );
    expect(own.variables.HOMEPORT_POLICY_PACK).toBe("policy");
    expect(String(reviews?.count)).toBe(own.variables.HOMEPORT_REVIEWS);
  });

  test("gives secrets to branches of this project alone, and never to a fork's", () => {
    const secret = names.filter((name) => /PASSPHRASE/.test(whole(job(name))));
    expect(names.filter((name) => !secret.includes(name))).toEqual(["homeport:check"]);
    for (const name of secret) {
      const all = conditions(job(name));
      if (!all.includes("merge_request_event")) {
        expect(all).toMatch(/CI_DEFAULT_BRANCH|"schedule"/);
        continue;
      }
      expect(all).toContain("$CI_MERGE_REQUEST_SOURCE_PROJECT_ID == $CI_PROJECT_ID");
      expect(all).toContain("$CI_MERGE_REQUEST_PROJECT_ID == $CI_PROJECT_ID");
    }
  });

  test("gives production's passphrase to no merge request but the preview, which has it from protected branches", () => {
    const withIt = names.filter((name) => whole(job(name)).includes("HOMEPORT_PRODUCTION_PASSPHRASE"));
    expect(withIt).toEqual([
      "homeport:preview",
      "homeport:production",
      "homeport:drift:production",
      "homeport:rehearse",
    ]);
  });

  test("runs checks on a runner of their own, and production on one that may be protected", () => {
    const tagged = (tag: string) => names.filter((name) => job(name).tags?.includes(tag));
    expect(tagged("$HOMEPORT_CHECK_RUNNER")).toEqual(["homeport:check"]);
    expect(tagged("$HOMEPORT_PRODUCTION_RUNNER")).toEqual([
      "homeport:production",
      "homeport:drift:production",
      "homeport:rehearse",
    ]);
    expect(names.filter((name) => job(name).tags?.length !== 1)).toEqual([]);
    const { HOMEPORT_CHECK_RUNNER, HOMEPORT_RUNNER, HOMEPORT_PRODUCTION_RUNNER } = template.variables;
    expect(new Set([HOMEPORT_CHECK_RUNNER, HOMEPORT_RUNNER, HOMEPORT_PRODUCTION_RUNNER]).size).toBe(3);
  });

  test("has each job with production's passphrase alone in production's environment, whose variables it gets", () => {
    for (const name of ["homeport:production", "homeport:drift:production", "homeport:rehearse"])
      expect(job(name).environment?.name).toBe("$HOMEPORT_PRODUCTION");
    expect(job("homeport:drift:production").environment?.action).toBe("verify");
  });

  test("writes no secret into a command line, nor into a file that is kept", () => {
    for (const name of names)
      for (const line of whole(job(name)).split("\n"))
        if (line.includes("PASSPHRASE"))
          expect(line).not.toMatch(/echo|printf|--[a-z-]+[= ]"?\$\w*PASSPHRASE|>/);
  });

  test("never has two pipelines change one stack at once, nor stops a change half way", () => {
    const changing = names.filter((name) => /pulumi (up|destroy)/.test(whole(job(name))));
    expect(changing).toEqual([
      "homeport:review",
      "homeport:review:stop",
      "homeport:staging",
      "homeport:production",
    ]);
    for (const name of changing) {
      expect(job(name).resource_group).toBeTruthy();
      expect(job(name).interruptible).toBe(false);
    }
    expect(job("homeport:drift:production").resource_group).toBe(job("homeport:production").resource_group);
    expect(job("homeport:drift:staging").resource_group).toBe(job("homeport:staging").resource_group);
    expect(job("homeport:rehearse").resource_group).toBe(job("homeport:staging").resource_group);
    expect(job("homeport:review:stop").resource_group).toBe(job("homeport:review").resource_group);
  });

  test("updates production by hand, after staging, and is green without it", () => {
    const { rules, needs } = job("homeport:production");
    expect(rules).toMatchObject([{ when: "manual", allow_failure: true }]);
    expect(needs).toEqual(["homeport:staging"]);
    expect(job("homeport:staging").rules[0]?.when).toBeUndefined();
  });

  test("takes a preview for no deployment", () => {
    expect(job("homeport:preview").environment).toBeUndefined();
  });

  test("takes a merge request's environment away by the same rules, without its branch", () => {
    const [review, stop] = [job("homeport:review"), job("homeport:review:stop")];
    expect(review.environment).toMatchObject({
      name: stop.environment?.name,
      on_stop: "homeport:review:stop",
    });
    expect(stop.environment?.action).toBe("stop");
    expect(stop.rules).toEqual(review.rules);
    expect(stop.variables?.GIT_STRATEGY).toBe("none");
    expect(whole(stop)).not.toContain("npm");
  });
});
