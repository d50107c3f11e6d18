import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FakeForge } from "../../../support/fakeForge";
import { removeFolder } from "../../../support/removeFolder";
import { tellOf } from "../told";
import { recorded, recordedAt } from "./fixtures";

const folder = mkdtempSync(join(tmpdir(), "homeport-preview-"));
afterAll(() => removeFolder(folder));

beforeAll(() => {
  for (const name of ["staging-image", "prod-first", "staging-broken"])
    writeFileSync(join(folder, `${name}.json`), recorded(name));
  writeFileSync(join(folder, "cut.json"), recorded("staging-image").slice(0, 1_000));
});
const file = (name: string) => join(folder, `${name}.json`);

const told = (words: string[], variables: Record<string, string> = {}, at = folder) =>
  tellOf(["preview", ...words], { variables, folder: at, now: recordedAt });

describe("homeport preview", () => {
  test("writes the note of several stacks, against the memory that guard rails give", async () => {
    const hosts = { infra: { memory: "1GiB", shares: [] } };
    writeFileSync(join(folder, "rails.json"), JSON.stringify({ "host-memory": { hosts } }));
    const words = ["--guard-rails", "rails.json", file("prod-first"), file("staging-image")];
    const { code, out, err } = await told(words);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("### `prod`: 3 services added");
    expect(out).toContain("memory of `infra`: containers may take 3.1 GiB; its budget is 1 GiB");
  });

  test("takes the guard rails that lie in the project's folder, where it is told no others", async () => {
    const project = mkdtempSync(join(folder, "project-"));
    expect((await told([file("staging-image")], {}, project)).out).not.toContain("budget");
    const hosts = { infra: { memory: "900MiB", shares: [] } };
    writeFileSync(join(project, "guard-rails.json"), JSON.stringify({ "host-memory": { hosts } }));
    expect((await told([file("staging-image")], {}, project)).out).toContain("its budget is 900 MiB");
  });

  test("refuses a preview of another project than the folder's", async () => {
    const project = mkdtempSync(join(folder, "project-"));
    writeFileSync(join(project, "Pulumi.yaml"), "name: shop\nruntime: nodejs\n");
    const { code, out, err } = await told([file("staging-image")], {}, project);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(
      "staging-image.json: a preview of project homeport, and this folder has project shop",
    );
    writeFileSync(join(project, "Pulumi.yaml"), "name: homeport\nruntime: nodejs\n");
    expect(await told([file("staging-image")], {}, project)).toMatchObject({ code: 0, err: "" });
  });

  test("leads to the job's log, where the forge says where it is", async () => {
    const page = { CI_JOB_URL: "https://gitlab.example.org/-/jobs/7" };
    const preview = JSON.parse(recorded("staging-image"));
    preview.diagnostics = [{ severity: "warning", message: "x" }];
    writeFileSync(file("warned"), JSON.stringify(preview));
    expect((await told([file("warned")], page)).out).toContain("(<https://gitlab.example.org/-/jobs/7>)");
    expect((await told([file("warned")], { CI_JOB_URL: "javascript:x" })).out).not.toContain("javascript");
  });

  test("repeats the engine's errors for the job's log, and not in the note", async () => {
    const { code, out, err } = await told([file("staging-broken")]);
    expect(code).toBe(0);
    expect(err).toMatch(/^staging: error: Running program/);
    expect(out).not.toContain("Running program");
  });

  test.each([
    [[], /missing required argument 'files'/],
    [
      ["--guard-rails", file("cut"), file("staging-image")],
      /cut\.json: it is not JSON: .*; example: \{"host-memory"/,
    ],
    [
      ["--post", "bitbucket", "x.json"],
      /'--post <forge>' argument 'bitbucket' is invalid. Allowed choices are gitlab, github, forgejo/,
    ],
    [["--psot", "gitlab"], /unknown option '--psot'\n\(Did you mean --post\?\)/],
    [
      ["/nowhere/x.json"],
      /\/nowhere\/x\.json: there is no such file; example: npx homeport preview prod\.json/,
    ],
    [["--post", "gitlab", "/nowhere/x.json"], /CI_API_V4_URL: it is missing/],
  ])("ends with 2 for %j", async (words, message) => {
    const { code, out, err } = await told(words);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
    expect(err).toMatch(/^homeport preview: /);
  });

  test("ends with 2 for a file that is cut off, and posts nothing", async () => {
    const forge = await FakeForge.open(() => ({ status: 500 }));
    try {
      const variables = {
        CI_API_V4_URL: forge.url,
        CI_PROJECT_ID: "12",
        CI_MERGE_REQUEST_IID: "7",
        GITLAB_TOKEN: "x",
      };
      const { code, err } = await told(["--post", "gitlab", file("cut")], variables);
      expect(code).toBe(2);
      expect(err).toContain("cut.json: it is not JSON, or cut off");
      expect(forge.asked).toEqual([]);
    } finally {
      await forge.close();
    }
  });

  test.each([
    [{ status: 401 }, 3],
    [{ status: 503 }, 4],
  ])("with %j from the forge has written the note, and ends with %i", async (answer, code) => {
    const forge = await FakeForge.open(() => answer);
    try {
      const variables = {
        CI_API_V4_URL: forge.url,
        CI_PROJECT_ID: "12",
        CI_MERGE_REQUEST_IID: "7",
        GITLAB_TOKEN: "x",
      };
      const ended = await told(["--post", "gitlab", file("staging-image")], variables);
      expect(ended).toMatchObject({ code, out: expect.stringContaining("## Preview of") });
    } finally {
      await forge.close();
    }
  });
});
