import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { checkFiles, filesProblems } from "../../../../components/front/certificates/files";
import { type CertificateOptions, makeCertificate } from "../../../support/certificates";
import { removeFolder } from "../../../support/removeFolder";
import { refusalsOf } from "../../refusals";

const now = new Date();
const dayOf = (days: number) => new Date(now.getTime() + days * 86_400_000);

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "homeport-files-"));
  mkdirSync(join(directory, "live"));
});
afterEach(() => {
  vi.restoreAllMocks();
  removeFolder(directory);
});

async function issue(name: string, options: CertificateOptions = {}): Promise<void> {
  const { chain, key } = await makeCertificate(options);
  mkdirSync(join(directory, "live", name), { recursive: true });
  writeFileSync(join(directory, "live", name, "fullchain.pem"), chain);
  writeFileSync(join(directory, "live", name, "privkey.pem"), key, { mode: 0o600 });
}

/** Closes the directory, and looks as somebody who is not its owner. */
async function asStranger<T>(closed: string, action: () => T): Promise<T> {
  chmodSync(directory, 0o755);
  chmodSync(join(directory, closed), 0);
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(65_534);
  try {
    return action();
  } finally {
    if (isRoot) process.seteuid?.(0);
    chmodSync(join(directory, closed), 0o755);
  }
}

describe("a directory of certificates", () => {
  test("is fine where every domain has one that is good for a while", async () => {
    await issue("blog", { names: ["blog.example.org", "*.shops.example.org"], until: 31 });
    expect(filesProblems(directory, ["blog.example.org", "*.shops.example.org"], now)).toEqual({
      problems: [],
      expiring: [],
    });
  });

  test("has a problem for every domain without a usable one", async () => {
    await issue("blog.example.org", { until: -1, from: -30 });
    const { problems } = filesProblems(directory, ["blog.example.org", "shop.example.org"], now);
    expect(problems).toEqual([
      `blog.example.org: ${directory}/live/blog.example.org/fullchain.pem expired on ${dayOf(-1).toISOString().slice(0, 10)}; renew it`,
      `shop.example.org: no certificate in ${directory}/live is for this name (found: blog.example.org); issue one: certbot certonly -d 'shop.example.org'`,
    ]);
  });

  test("is judged for the time that is asked about", async () => {
    await issue("blog", { until: 90 });
    expect(filesProblems(directory, ["blog.example.org"], dayOf(91)).problems).toHaveLength(1);
    expect(filesProblems(directory, ["blog.example.org"], dayOf(-2)).problems).toHaveLength(1);
  });

  test("tells which certificates end within 30 days, if there is none that is valid longer", async () => {
    await issue("blog", { until: 29.5 });
    expect(filesProblems(directory, ["blog.example.org"], now)).toEqual({
      problems: [],
      expiring: [
        `blog.example.org: ${directory}/live/blog/fullchain.pem expires on ${dayOf(29.5).toISOString().slice(0, 10)}, in 29 days; renew it`,
      ],
    });
    await issue("renewed", { until: 60 });
    expect(filesProblems(directory, ["blog.example.org"], now).expiring).toEqual([]);
  });

  test.each(["live", "live/blog/privkey.pem"])(
    "that may not be read is not judged, here %s",
    async (closed) => {
      await issue("blog", { until: -1, from: -30 });
      const verdict = await asStranger(closed, () => filesProblems(directory, ["blog.example.org"], now));
      expect(verdict).toEqual({ problems: [], expiring: [] });
    },
  );
});

describe("a preview", () => {
  const preview = (isHere = true, domains = ["blog.example.org"], at = directory) => {
    const warnings: string[] = [];
    vi.spyOn(pulumi.log, "warn").mockImplementation(async (text) => void warnings.push(text));
    const refused = refusalsOf("farm", () =>
      checkFiles("farm", { host: { isHere }, directory: at, domains }, now),
    );
    return { warnings, refused };
  };

  test("is refused with every domain that has no usable certificate", async () => {
    await issue("blog.example.org", { names: ["other.example.org"] });
    expect(preview(true, ["blog.example.org", "shop.example.org"])).toEqual({
      warnings: [],
      refused: [
        `certificates.directory: blog.example.org: ${directory}/live/blog.example.org/fullchain.pem is for other.example.org and not for blog.example.org; issue it anew with this name too`,
        `certificates.directory: shop.example.org: no certificate in ${directory}/live is for this name (found: other.example.org); issue one: certbot certonly -d 'shop.example.org'`,
      ],
    });
  });

  test("warns of a certificate that ends within 30 days, and goes on", async () => {
    await issue("blog", { until: 10.5 });
    const { warnings, refused } = preview();
    expect(refused).toEqual([]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("farm.certificates: blog.example.org: ");
    expect(warnings[0]).toContain("in 10 days");
  });

  test("says nothing for an engine elsewhere: its certificates are not on this machine", () => {
    expect(preview(false)).toEqual({ warnings: [], refused: [] });
  });

  test("warns of a directory that it does not see: the engine may see it all the same", () => {
    expect(preview(true, ["blog.example.org"], "/nowhere")).toEqual({
      warnings: ["farm.certificates.directory: /nowhere is not there, as far as this program sees"],
      refused: [],
    });
  });
});
