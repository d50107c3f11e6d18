import { describe, expect, test } from "vitest";
import { script, template } from "./gitlab";
import { runScript } from "./templates";

const base = {
  HOMEPORT_STAGING: "staging",
  HOMEPORT_PRODUCTION: "prod",
  HOMEPORT_PROJECT: "homeport",
  HOMEPORT_INSTALL: "npm ci",
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
        "s s npx homeport backup --list --json --stack staging",
        `p ${previewOf("prod")}`,
        "p npx homeport backup --list --json --stack prod",
        "none npx homeport preview --post gitlab staging.json prod.json",
      ],
    });
  });

  test("shows in its log what guard rails find, and fails with them", () => {
    const guarded = { ...both, HOMEPORT_POLICY_PACK: "policy" };
    const { code, calls } = runScript(script("homeport:preview"), guarded, {
      "staging --non-interactive --policy": 1,
    });
    expect(code).toBe(1);
    expect(calls).toHaveLength(7);
    expect(calls[2]).toBe(
      "s s pulumi preview --stack staging --non-interactive --policy-pack policy --policy-pack-config guard-rails.json",
    );
  });

  test("says in the note what it may not preview", () => {
    const { HOMEPORT_PRODUCTION_PASSPHRASE: _, ...staging } = both;
    const { code, calls } = runScript(script("homeport:preview"), staging);
    expect(code).toBe(0);
    expect(calls.at(-1)).toBe("none npx homeport preview --post gitlab staging.json --skipped prod");
  });

  test("makes the note and then fails where a preview does", () => {
    const { code, calls } = runScript(script("homeport:preview"), both, { "preview --stack staging": 255 });
    expect([code, calls.length]).toEqual([1, 4]);
  });

  test("makes the note where there are no backups to tell of", () => {
    const { code, calls } = runScript(script("homeport:preview"), both, { "homeport backup": 2 });
    expect([code, calls.length]).toEqual([0, 5]);
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
        "s npx homeport backup --state --stack staging",
        "s pulumi stack output --json --stack staging",
        "s npx homeport smoke",
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
    expect(calls.at(-1)).toBe("s npx homeport smoke --at 10.0.0.1");
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
    expect(calls.slice(1, 10)).toEqual([
      "s pulumi stack ls --json",
      "s pulumi stack select --create review-7",
      "s pulumi config cp --stack staging --dest review-7",
      "s npx homeport review 7 --like staging --stacks stacks.json --most 3",
      "s pulumi stack export --cwd gone --stack review-2 --show-secrets",
      "s pulumi destroy --cwd gone --stack review-2 --yes --remove --non-interactive",
      "s pulumi stack export --cwd gone --stack review-3 --show-secrets",
      "s pulumi destroy --cwd gone --stack review-3 --yes --remove --non-interactive",
      "s pulumi up --stack review-7 --yes --non-interactive",
    ]);
  });

  test("is held against guard rails", () => {
    const { calls } = runScript(script("homeport:review"), { ...variables, HOMEPORT_POLICY_PACK: "policy" });
    expect(calls[0]).toBe(
      "s pulumi up --stack review-7 --yes --non-interactive --policy-pack policy --policy-pack-config guard-rails.json",
    );
  });

  test("goes with the merge request", () => {
    const ended = { ...base, HOMEPORT_STAGING_PASSPHRASE: "s" };
    expect(runScript(script("homeport:review:stop"), ended)).toMatchObject({
      code: 0,
      calls: [
        "s pulumi stack export --cwd gone --stack review-7 --show-secrets",
        "s pulumi destroy --cwd gone --stack review-7 --yes --remove --non-interactive",
      ],
    });
  });

  test("finds the keys of its hosts where the branch's folder is gone: the state has them", () => {
    const of = (name: string, path: string, key: string) => ({
      urn: `urn:pulumi:review-7::homeport::command:local:Command::${name}`,
      inputs: {
        triggers: [path],
        stdin: { "4dabf18193072939515e22adb298388d": "1b47", plaintext: JSON.stringify(key) },
      },
    });
    const resources = [
      { urn: "urn:pulumi:review-7::homeport::pulumi:pulumi:Stack::homeport" },
      of("attic-key-file", ".homeport/attic-1a2b3c.key", "the key\nof the attic\n"),
      of("other-key-file", "../../elsewhere", "never written"),
      of("farm-config", ".homeport/no-key", "never written"),
    ];
    const ended = {
      ...base,
      HOMEPORT_STAGING_PASSPHRASE: "s",
      STATE: JSON.stringify({ deployment: { resources } }),
    };
    const { code, calls } = runScript(script("homeport:review:stop"), ended);
    expect(code).toBe(0);
    expect(calls.slice(2)).toEqual(["attic-1a2b3c.key 600", "the key", "of the attic"]);
  });

  test("is not given up where it could not be removed", () => {
    const ended = { ...base, HOMEPORT_STAGING_PASSPHRASE: "s" };
    const run = (failing: Record<string, number>) =>
      runScript(script("homeport:review:stop"), ended, failing);
    expect(run({ destroy: 255 }).code).toBe(255);
    const { code, calls } = run({ export: 7 });
    expect(code).not.toBe(0);
    expect(calls).toHaveLength(1);
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
      "none npx homeport preview --title Drift drift.json",
    ]);
  });
});

test("the job that rehearses has the keys of both environments first, and ends as the command does", () => {
  const variables = { ...base, HOMEPORT_STAGING_PASSPHRASE: "s", HOMEPORT_PRODUCTION_PASSPHRASE: "p" };
  const { code, calls } = runScript(script("homeport:rehearse"), variables, { rehearse: 1 });
  expect(code).toBe(1);
  expect(calls).toEqual([
    "s pulumi preview --stack staging --non-interactive",
    "p pulumi preview --stack prod --non-interactive",
    "none npx homeport rehearse --from prod --to staging --yes",
  ]);
});
