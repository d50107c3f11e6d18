import { describe, expect, test } from "vitest";
import { readStrictly, runScript } from "./templates";

interface Rule {
  readonly if: string;
  readonly when?: string;
  readonly allow_failure?: boolean;
}

interface Job {
  readonly stage: string;
  readonly script: readonly string[];
  readonly before_script?: readonly string[];
  readonly rules: readonly Rule[];
  readonly needs?: readonly string[];
  readonly interruptible: boolean;
  readonly resource_group?: string;
  readonly environment?: { readonly name: string; readonly on_stop?: string; readonly action?: string };
  readonly variables?: Readonly<Record<string, string>>;
  readonly extends?: string | readonly string[];
}

const template = readStrictly("ci/gitlab.yml") as Record<string, Job> & {
  stages: string[];
  variables: Record<string, string>;
};

/** A job with all that it extends, merged as GitLab does. */
function resolved(name: string): Job {
  const { [name]: own } = template;
  if (!own) throw new Error(`there is no job ${name}`);
  const bases = [own.extends ?? []].flat().map(resolved);
  return merge([...bases, own]);
}

const merge = (all: readonly Job[]): Job =>
  Object.assign({}, ...all, { variables: Object.assign({}, ...all.map(({ variables }) => variables)) });

const names = Object.keys(template).filter((name) => name.startsWith("homeport:"));
const jobs = Object.fromEntries(names.map((name) => [name, resolved(name)]));
const job = (name: string): Job => jobs[name] as Job;

const whole = ({ before_script = [], script, variables = {} }: Job): string =>
  [...before_script, ...script, ...Object.values(variables)].join("\n");
const conditions = ({ rules }: Job): string => rules.map((rule) => rule.if).join("\n");

describe("the pipeline for GitLab", () => {
  test("has jobs in stages that there are, after jobs that there are", () => {
    for (const { stage, needs = [] } of Object.values(jobs)) {
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
    expect(withIt).toEqual(["homeport:preview", "homeport:production", "homeport:drift:production"]);
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

const script = (name: string, part: "script" | "before_script" = "script") =>
  (job(name)[part] ?? []).join("\n");
const base = {
  HOMEPORT_STAGING: "staging",
  HOMEPORT_PRODUCTION: "prod",
  HOMEPORT_PROJECT: "homeport",
  HOMEPORT_BUDGETS: "infra=8GiB",
  HOMEPORT_POLICY_PACK: "",
  CI_MERGE_REQUEST_IID: "7",
};
const previewOf = (stack: string) =>
  `pulumi preview --stack ${stack} --non-interactive --json --show-sames --show-replacement-steps`;

describe("the job of previews", () => {
  const both = { ...base, HOMEPORT_STAGING_PASSPHRASE: "s s", HOMEPORT_PRODUCTION_PASSPHRASE: "p" };

  test("has one note made of both stacks, each with its own passphrase", () => {
    expect(runScript(script("homeport:preview"), both)).toMatchObject({
      code: 0,
      calls: [
        `s s ${previewOf("staging")}`,
        `p ${previewOf("prod")}`,
        "none npx homeport-preview --post gitlab --budget infra=8GiB staging.json prod.json",
      ],
    });
  });

  test("shows in its log what guard rails find, and fails with them", () => {
    const guarded = { ...both, HOMEPORT_POLICY_PACK: "policy" };
    const { code, calls } = runScript(script("homeport:preview"), guarded, {
      "staging --non-interactive --policy": 1,
    });
    expect(code).toBe(1);
    expect(calls).toHaveLength(5);
    expect(calls[1]).toBe(
      "s s pulumi preview --stack staging --non-interactive --policy-pack policy --policy-pack-config guard-rails.json",
    );
  });

  test("says in the note what it may not preview", () => {
    const { HOMEPORT_PRODUCTION_PASSPHRASE: _, ...staging } = both;
    const { code, calls } = runScript(script("homeport:preview"), staging);
    expect(code).toBe(0);
    expect(calls.at(-1)).toBe(
      "none npx homeport-preview --post gitlab --budget infra=8GiB staging.json --skipped prod",
    );
  });

  test("makes the note and then fails where a preview does", () => {
    const { code, calls } = runScript(script("homeport:preview"), both, { "--stack staging": 255 });
    expect([code, calls.length]).toEqual([1, 3]);
  });

  test("tells why it has nothing to preview, with a status that the pipeline forgives", () => {
    const { code, calls, output } = runScript(script("homeport:preview"), base);
    expect([code, calls]).toEqual([4, []]);
    expect(output).toContain("protected variables reach protected branches alone");
    expect(template["homeport:preview"]).toMatchObject({ allow_failure: { exit_codes: [4] } });
  });
});

describe("the jobs that update", () => {
  const variables = { ...base, STACK: "staging", PASSPHRASE: "s" };

  test("update, and then ask every service through the farm", () => {
    expect(runScript(script("homeport:staging"), { ...variables, HOMEPORT_FARM: "" })).toMatchObject({
      code: 0,
      calls: [
        "s pulumi up --stack staging --yes --non-interactive",
        "s pulumi stack output --json --stack staging",
        "s npx homeport-smoke",
      ],
    });
  });

  test("are held against guard rails", () => {
    const { calls } = runScript(script("homeport:staging"), { ...variables, HOMEPORT_POLICY_PACK: "policy" });
    expect(calls[0]).toBe(
      "s pulumi up --stack staging --yes --non-interactive --policy-pack policy --policy-pack-config guard-rails.json",
    );
  });

  test("ask where the runner reaches the farm", () => {
    const { calls } = runScript(script("homeport:staging"), {
      ...variables,
      HOMEPORT_FARM: "10.0.0.1",
    });
    expect(calls.at(-1)).toBe("s npx homeport-smoke --at 10.0.0.1");
  });

  test("fail where the update does, and ask nobody", () => {
    const { code, calls } = runScript(script("homeport:staging"), variables, { "up --stack": 255 });
    expect([code, calls.length]).toEqual([255, 1]);
  });
});

describe("the job of a merge request's environment", () => {
  const variables = { ...base, STACK: "review-7", PASSPHRASE: "s", HOMEPORT_REVIEWS: "3" };

  test("takes staging's settings over, makes room, and only then updates", () => {
    const all = `${script("homeport:review", "before_script")}\n${script("homeport:review")}`;
    const { code, calls } = runScript(all, { ...variables, LEAVING: "review-2\nreview-3" });
    expect(code).toBe(0);
    expect(calls.slice(1, 8)).toEqual([
      "s pulumi stack ls --json",
      "s pulumi stack select --create review-7",
      "s pulumi config cp --stack staging --dest review-7",
      "s npx homeport-review 7 --like staging --stacks stacks.json --most 3",
      "s pulumi destroy --cwd gone --stack review-2 --yes --remove --non-interactive",
      "s pulumi destroy --cwd gone --stack review-3 --yes --remove --non-interactive",
      "s pulumi up --stack review-7 --yes --non-interactive",
    ]);
  });

  test("goes with the merge request", () => {
    const ended = { ...base, HOMEPORT_STAGING_PASSPHRASE: "s" };
    expect(runScript(script("homeport:review:stop"), ended)).toMatchObject({
      code: 0,
      calls: ["s pulumi destroy --cwd gone --stack review-7 --yes --remove --non-interactive"],
    });
  });
});

describe("the job that looks for drift", () => {
  const variables = { ...base, STACK: "prod", PASSPHRASE: "p" };

  test.each([0, 7])("reports, and ends as the engine does: %i", (status) => {
    const { code, calls } = runScript(script("homeport:drift:production"), variables, {
      "preview --stack": status,
    });
    expect(code).toBe(status);
    expect(calls).toEqual([
      "p pulumi preview --stack prod --refresh --expect-no-changes --non-interactive --json --show-sames --show-replacement-steps",
      "none npx homeport-preview --title Drift drift.json",
    ]);
  });
});
