import { describe, expect, test } from "vitest";
import { readStrictly, runScript } from "./templates";

interface Job {
  readonly if: string;
  readonly needs?: string;
  readonly concurrency?: { readonly group: string; readonly "cancel-in-progress": boolean };
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps: readonly { readonly run?: string; readonly env?: Readonly<Record<string, string>> }[];
}

describe.each(["github", "forgejo"])("the workflow for %s", (kind) => {
  const workflow = readStrictly(`ci/${kind}.yml`) as { jobs: Record<string, Job>; permissions?: object };
  const { jobs } = workflow;
  const job = (name: string): Job => jobs[name] as Job;
  const script = (name: string): string => job(name).steps.at(-1)?.run ?? "";
  const secrets = ({ steps }: Job) => JSON.stringify(steps.map(({ env }) => env)).includes("secrets.");

  test("gives no secret to what comes from a fork", () => {
    const open = Object.entries(jobs).filter(([, one]) => one.if.includes("pull_request"));
    expect(open.map(([name]) => name)).toEqual(["check", "preview"]);
    expect(secrets(job("check"))).toBe(false);
    expect(job("preview").if).toContain("head.repo.full_name == github.repository");
  });

  test("writes no secret into a script, whose text the log shows", () => {
    for (const { steps } of Object.values(jobs))
      for (const { run = "" } of steps) expect(run).not.toMatch(/\$\{\{/);
  });

  test("never has two runs change one stack at once, and production only when it is asked for", () => {
    for (const name of ["staging", "production"])
      expect(job(name).concurrency).toMatchObject({ "cancel-in-progress": false });
    expect(job("staging").concurrency?.group).not.toBe(job("production").concurrency?.group);
    expect(job("production").if).toMatch(/^github\.event_name == 'workflow_dispatch' && .*main/);
  });

  const both = { STAGING_PASSPHRASE: "s", PRODUCTION_PASSPHRASE: "p", POLICY_PACK: "" };

  test("makes one note of both stacks", () => {
    const { code, calls } = runScript(script("preview"), both);
    expect([code, calls.length]).toEqual([0, 5]);
    expect(calls[1]).toBe("s npx homeport backup --list --json --stack staging");
    expect(calls.at(-1)).toBe(`none npx homeport preview --post ${kind} staging.json prod.json`);
  });

  test("holds previews and updates against guard rails, where there are any", () => {
    const guarded = { ...both, POLICY_PACK: "policy" };
    const against = "--non-interactive --policy-pack policy --policy-pack-config guard-rails.json";
    const { code, calls } = runScript(script("preview"), guarded, { "prod --non-interactive --policy": 1 });
    expect([code, calls.length]).toEqual([1, 7]);
    expect(calls[2]).toBe(`s pulumi preview --stack staging ${against}`);
    expect(calls[5]).toBe(`p pulumi preview --stack prod ${against}`);
    for (const [job, stack] of Object.entries({ staging: "staging", production: "prod" }))
      expect(runScript(script(job), guarded).calls[0]).toBe(
        `none pulumi up --stack ${stack} --yes ${against}`,
      );
    expect(runScript(script("staging"), both).calls[0]).not.toContain("policy");
  });

  test("says in the note that it may not preview production, and fails where a preview does", () => {
    const { code, calls } = runScript(
      script("preview"),
      { ...both, PRODUCTION_PASSPHRASE: "" },
      { "--stack staging": 1 },
    );
    expect(code).toBe(1);
    expect(calls.at(-1)).toContain("staging.json --skipped prod");
  });

  test("says in the note that it may not preview staging", () => {
    const { code, calls } = runScript(script("preview"), { ...both, STAGING_PASSPHRASE: "" });
    expect(code).toBe(0);
    expect(calls.at(-1)).toBe(`none npx homeport preview --post ${kind} --skipped staging prod.json`);
  });

  test("makes no preview where it may for no stack, and is no fault of the change", () => {
    const none = { ...both, STAGING_PASSPHRASE: "", PRODUCTION_PASSPHRASE: "" };
    expect(runScript(script("preview"), none)).toMatchObject({ code: 0, calls: [] });
  });

  test("fails where an update does, and asks nobody", () => {
    const { code, calls } = runScript(script("production"), {}, { "up --stack prod": 255 });
    expect([code, calls.length]).toEqual([255, 1]);
  });

  test("rehearses with the keys of both environments first, when it is asked for, and ends as the command does", () => {
    const { if: when, concurrency, steps } = job("rehearse");
    expect(when).toBe("github.event_name == 'schedule' && vars.HOMEPORT_REHEARSE == 'yes'");
    expect(concurrency).toEqual(job("staging").concurrency);
    const rehearsal = steps.find(({ run = "" }) => run.includes("rehearse"))?.run ?? "";
    const { code, calls } = runScript(rehearsal, both, { "homeport rehearse": 1 });
    expect(code).toBe(1);
    expect(calls).toEqual([
      "s pulumi preview --stack staging --non-interactive",
      "p pulumi preview --stack prod --non-interactive",
      "none npx homeport rehearse --from prod --to staging --yes",
    ]);
    expect(runScript(rehearsal, both, { "--stack prod": 255 }).calls).toHaveLength(2);
  });

  describe("the look for drift", () => {
    /** On GitHub, each stack has a run of its own, in the environment whose secrets it gets. */
    const drift = (stack: string, secrets: { s?: string; p?: string }, failing = {}) => {
      const { s = "", p = "" } = secrets;
      const own = { STACK: stack, SECRET: "ITS", PULUMI_CONFIG_PASSPHRASE: stack === "prod" ? p : s };
      const all = { STAGING_PASSPHRASE: s, PRODUCTION_PASSPHRASE: p };
      const variables = { ...(kind === "github" ? own : all), GITHUB_STEP_SUMMARY: "/dev/null" };
      return runScript(script("drift"), variables, failing);
    };

    test("reports, and ends as the engine does", () => {
      const { code, calls } = drift("prod", { s: "s", p: "p" }, { "--stack prod": 7 });
      expect(code).toBe(7);
      expect(calls.join("\n")).toContain("p pulumi preview --stack prod --refresh --expect-no-changes");
    });

    test.each(["staging", "prod"])("fails with a word where it has no passphrase for %s", (stack) => {
      const { code, output } = drift(stack, stack === "prod" ? { s: "s" } : { p: "p" });
      expect(code).not.toBe(0);
      expect(output).toContain(`${stack} was not looked at`);
    });

    test("looks at both", () => {
      const { matrix } = (job("drift") as { strategy?: { matrix?: object } }).strategy ?? {};
      const looked = kind === "github" ? JSON.stringify(matrix) : script("drift");
      expect(looked).toMatch(/staging.*HOMEPORT_STAGING_PASSPHRASE|compare staging/);
      expect(looked).toMatch(/prod.*HOMEPORT_PRODUCTION_PASSPHRASE|compare prod/);
    });
  });
});
