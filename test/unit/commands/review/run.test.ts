import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { parse, stringify } from "yaml";
import { removeFolder } from "../../../support/removeFolder";
import { tellOf } from "../told";

const folder = mkdtempSync(join(tmpdir(), "homeport-review-"));
afterAll(() => removeFolder(folder));

const write = (file: string, content: unknown) => writeFileSync(join(folder, file), stringify(content));
const prefixed = (values: object) =>
  Object.fromEntries(Object.entries(values).map(([key, value]) => [`attic:${key}`, value]));
const staging = { portOffsets: { farm: 101, router: 11 }, network: { subnet: "172.30.71.0/24" } };

beforeEach(() => {
  for (const file of readdirSync(folder)) rmSync(join(folder, file));
  write("Pulumi.yaml", {
    name: "attic",
    runtime: "nodejs",
    config: { "attic:certificates": { type: "object", default: { source: "authority" } } },
  });
  write("Pulumi.prod.yaml", { config: prefixed({ network: { subnet: "172.30.70.0/24" } }) });
  write("Pulumi.staging.yaml", { config: prefixed(staging) });
});

const told = (...words: string[]) => tellOf(["review", ...words], { folder });
const written = (number: number) => parse(readFileSync(join(folder, `Pulumi.review-${number}.yaml`), "utf8"));

describe("homeport review", async () => {
  test("writes the settings of a merge request's environment, private, and says where it will be", async () => {
    expect(await told("--like", "staging", "7")).toEqual({
      code: 0,
      out: "",
      err: "Pulumi.review-7.yaml: https://127.0.0.1:15917, HTTP 15544, statistics 16878, router 8562, network 172.29.1.192/26\n",
    });
    expect(written(7)).toEqual({
      config: prefixed({
        portOffsets: { farm: 8474, router: 8474 },
        network: {
          subnet: "172.29.1.192/26",
          bindAddress: "127.0.0.1",
          privateAddress: "127.0.0.1",
          keepVolumes: false,
        },
      }),
    });
  });

  test("takes over what the other stack says, but neither its certificates nor its second host", async () => {
    const infra = { kind: "local", endpoint: "unix:///run/docker.sock" };
    const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICQcGzyN3MFjIh8riOA2q6FtZYeN1uM0gt5hZL7ZLgj/";
    write("Pulumi.staging.yaml", {
      config: prefixed({
        ...staging,
        network: { subnet: "172.30.71.0/24", bindAddress: "0.0.0.0", privateAddress: "10.0.0.1" },
        images: { echo: "registry.example.org/echo:2" },
        certificates: { source: "files", directory: "/etc/letsencrypt" },
        hosts: { infra, apps: { kind: "ssh", address: "10.0.0.12", hostKey } },
      }),
    });
    expect((await told("--like", "staging", "--bind", "10.0.0.1", "7")).code).toBe(0);
    expect(written(7).config).toMatchObject(
      prefixed({
        network: { bindAddress: "10.0.0.1", privateAddress: "10.0.0.1" },
        images: { echo: "registry.example.org/echo:2" },
        hosts: { infra },
      }),
    );
    expect(written(7).config).not.toHaveProperty("attic:certificates");
    expect(written(7).config["attic:hosts"]).toEqual({ infra });
  });

  test("wishes nothing of a machine that staging has set up, wherever that stands", async () => {
    const hostKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAICQcGzyN3MFjIh8riOA2q6FtZYeN1uM0gt5hZL7ZLgj/";
    const infra = { kind: "ssh", address: "10.0.0.12", hostKey };
    const hosts = { infra: { ...infra, setup: { firewall: { public: [443] }, sshKeysOnly: true } } };
    write("Pulumi.staging.yaml", { config: prefixed({ ...staging, hosts }) });
    expect((await told("--like", "staging", "7")).code).toBe(0);
    expect(written(7).config["attic:hosts"]).toEqual({ infra });
    write("Pulumi.staging.yaml", { config: prefixed(staging) });
    write("Pulumi.yaml", {
      name: "attic",
      config: { "attic:hosts": { type: "object", default: hosts } },
    });
    expect((await told("--like", "staging", "8")).code).toBe(0);
    expect(written(8).config["attic:hosts"]).toEqual({ infra });
  });

  test("leaves what the file has of its own, and takes back a copied certificate", async () => {
    writeFileSync(
      join(folder, "Pulumi.review-7.yaml"),
      `# by hand\nencryptionsalt: v1:x\nconfig:\n  secrets:vault:\n    secure: v1:y\n  attic:certificates:\n    source: files\n    directory: /etc/letsencrypt\n`,
    );
    expect((await told("--like", "staging", "7")).code).toBe(0);
    expect(written(7)).toMatchObject({
      encryptionsalt: "v1:x",
      config: { "secrets:vault": { secure: "v1:y" }, "attic:certificates": { source: "authority" } },
    });
    expect(readFileSync(join(folder, "Pulumi.review-7.yaml"), "utf8")).toMatch(/^# by hand\n/);
  });

  test("says the same again in every later pipeline", async () => {
    await told("--like", "staging", "7");
    const first = readFileSync(join(folder, "Pulumi.review-7.yaml"), "utf8");
    expect((await told("--like", "staging", "7")).code).toBe(0);
    expect(readFileSync(join(folder, "Pulumi.review-7.yaml"), "utf8")).toBe(first);
  });

  test("prints who has to go first, one on a line", async () => {
    write("stacks.json", "");
    const stacks = [
      { name: "review-1", lastUpdate: "2026-01-02T00:00:00Z" },
      { name: "review-2" },
      { name: "prod" },
    ];
    writeFileSync(join(folder, "stacks.json"), JSON.stringify(stacks));
    const { out, err } = await told(
      "--like",
      "staging",
      "--most",
      "1",
      "--stacks",
      join(folder, "stacks.json"),
      "7",
    );
    expect(out).toBe("review-2\nreview-1\n");
    expect(err).toContain("1 environment at most; these go first: review-2, review-1");
  });

  test("refuses the place of another that stays, and takes it where that one goes", async () => {
    writeFileSync(join(folder, "stacks.json"), JSON.stringify([{ name: "review-7" }]));
    const ask = (...words: string[]) =>
      told("--like", "staging", "--stacks", join(folder, "stacks.json"), ...words);
    const { code, out, err } = await ask("1031");
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(
      /^homeport review: merge request 1031 would have the place of review-7: there are 1024; .*pulumi destroy --stack review-7/,
    );
    expect(readdirSync(folder)).not.toContain("Pulumi.review-1031.yaml");
    expect(await ask("--most", "1", "1031")).toMatchObject({ code: 0, out: "review-7\n" });
  });

  test("refuses a network that a stack has which stays", async () => {
    write("Pulumi.prod.yaml", { config: prefixed({ network: { subnet: "172.29.0.0/20" } }) });
    expect((await told("--like", "staging", "7")).err).toMatch(
      /network\.subnet: 172\.29\.1\.192\/26 overlaps 172\.29\.0\.0\/20 of stack prod/,
    );
    expect((await told("--like", "staging", "--subnets", "10.213.0.0/16", "7")).code).toBe(0);
  });

  test("tells programs where the environment will be, and which stacks have to go first", async () => {
    const stacks = [1, 2].map((number) => ({
      name: `review-${number}`,
      lastUpdate: `2026-11-0${number}T00:00:00Z`,
    }));
    writeFileSync(join(folder, "stacks.json"), JSON.stringify(stacks));
    const { code, out } = await told(
      "--like",
      "staging",
      "--stacks",
      "stacks.json",
      "--most",
      "2",
      "--json",
      "7",
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toEqual({
      stack: "review-7",
      file: "Pulumi.review-7.yaml",
      at: "https://127.0.0.1:15917",
      ports: { http: 15544, https: 15917, stats: 16878, router: 8562 },
      subnet: "172.29.1.192/26",
      leave: ["review-1"],
    });
  });

  test.each([
    [["--like", "staging"], /missing required argument 'number'/],
    [["--like", "staging", "0"], /number: "0" is not a whole number from 1 to 999999999; example: 7/],
    [["--like", "staging", "-1"], /number: "-1" is not a whole number/],
    [["--like", "staging", "1e3"], /"1e3" is not a whole number/],
    [["--like", "staging", "99999999999"], /"99999999999" is not a whole number/],
    [["--like", "staging", "7", "8"], /too many arguments for 'review'. Expected 1 argument but got 2/],
    [["7"], /--like: it is missing, and has to be a stack; example: --like staging/],
    [["--like", "attic", "7"], /there is no Pulumi\.attic\.yaml; stacks with a file: prod, staging/],
    [["--like", "staging", "--most", "0", "7"], /--most: "0" is not a whole number from 1/],
    [["--like", "staging", "--bind", "0.0.0.0", "7"], /--bind: "0\.0\.0\.0" is not a private IPv4 address/],
    [["--like", "staging", "--bind", "203.0.113.7", "7"], /--bind: "203\.0\.113\.7" is not a private/],
    [
      ["--like", "staging", "--stacks", "/nowhere", "7"],
      /\/nowhere: there is no such file; example: --stacks stacks\.json/,
    ],
  ])("ends with 2 for %j", async (words, message) => {
    const { code, out, err } = await told(...words);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
  });

  test("ends with 2 outside a project, or in one whose settings are not usable", async () => {
    write("Pulumi.staging.yaml", { config: prefixed({ network: {} }) });
    expect((await told("--like", "staging", "7")).err).toMatch(
      /^homeport review: network\.subnet: it is missing/,
    );
    rmSync(join(folder, "Pulumi.yaml"));
    expect((await told("--like", "staging", "7")).err).toMatch(/^homeport review: there is no project in /);
  });
});
