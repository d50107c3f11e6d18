import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fileNameOf, renderListLine } from "../../../../components/front/certificates/list";
import { planStore } from "../../../../components/front/certificates/plan";
import { renderStore, type StoredFile, storedFile } from "../../../../components/front/certificates/store";
import { withKey } from "../../../../components/front/certificates/storing";
import { removeFolder } from "../../../support/removeFolder";

const certificate = { service: "blog", domains: ["www.example.org", "blog.example.org"], chain: "CHAIN\n" };

describe("a plan of what a farm's HAProxy finds", () => {
  test("has a list that names each file and spells out each name", () => {
    const { list, leaves, clients } = planStore([
      certificate,
      { ...certificate, service: "console", domains: ["*.consoles.example.org"], clientAuthority: "CLIENTS" },
    ]);
    const [blog, console] = leaves.map(({ name }) => `/var/lib/haproxy/certificates/${name}`);
    expect(list.text).toBe(
      `${blog} blog.example.org www.example.org\n` +
        `${console} [verify required ca-file /var/lib/haproxy/certificates/${clients[0]?.name}] *.consoles.example.org\n`,
    );
  });

  test("gives another name to another certificate: the one at work is never written over", () => {
    const names = (chain: string) => {
      const { list, leaves } = planStore([{ ...certificate, chain }]);
      return [list.name, ...leaves.map(({ name }) => name)];
    };
    expect(names("CHAIN\n")).toEqual(names("CHAIN\n"));
    for (const [at, name] of names("RENEWED\n").entries()) expect(name).not.toBe(names("CHAIN\n")[at]);
  });

  test("holds no key, which only the one who writes the files needs to know", () => {
    const { leaves } = planStore([certificate]);
    expect(leaves.map(({ text }) => text)).toEqual(["CHAIN\n"]);
    expect(withKey(leaves[0] as StoredFile, "KEY\n").text).toBe("CHAIN\nKEY\n");
  });
});

test("a star in a file's name would stand for other files", () => {
  expect(fileNameOf("*.shops.example.org")).toBe("_.shops.example.org");
  expect(fileNameOf("blog.example.org")).toBe("blog.example.org");
});

test("the order in which a service names its domains changes nothing", () => {
  const line = (...domains: string[]) => renderListLine({ file: "/f", domains });
  expect(line("b.example.org", "a.example.org")).toBe(line("a.example.org", "b.example.org"));
});

describe("the script that writes the store", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "homeport-store-"));
  });
  afterEach(() => removeFolder(home));

  const store = () => join(home, "certificates");
  const write = (...files: StoredFile[]) =>
    execFileSync("sh", [], {
      input: renderStore("certificates", files).replaceAll("/var/lib/haproxy", home),
      stdio: "pipe",
    });
  const leaf = (text: string) => storedFile("blog", text, `${text}\n`);
  const list = (text: string) => storedFile("list", text, `${text}\n`);

  test("leaves what it writes to HAProxy's user alone", () => {
    write(leaf("first"), list("first"));
    expect(readdirSync(store())).toHaveLength(2);
    for (const file of readdirSync(store()))
      expect(statSync(join(store(), file)).mode & 0o777, file).toBe(0o600);
    expect(statSync(store()).mode & 0o777).toBe(0o700);
    expect(readFileSync(join(store(), leaf("first").name), "utf8")).toBe("first\n");
  });

  test("keeps what the configuration at work still names, until another one does not", () => {
    const [old, renewed] = [leaf("old"), leaf("renewed")];
    const [oldList, newList] = [list(`${store()}/${old.name}`), list(`${store()}/${renewed.name}`)];
    write(old, oldList);
    writeFileSync(join(home, "haproxy.cfg"), `bind :443 ssl crt-list ${store()}/${oldList.name}\n`);
    write(renewed, newList);
    expect(readdirSync(store()).sort()).toEqual(
      [old, oldList, renewed, newList].map(({ name }) => name).sort(),
    );

    writeFileSync(join(home, "haproxy.cfg"), `bind :443 ssl crt-list ${store()}/${newList.name}\n`);
    write(renewed, newList);
    write(renewed, newList);
    expect(readdirSync(store()).sort()).toEqual([renewed, newList].map(({ name }) => name).sort());
  });

  test("leaves another store alone, whose files no configuration may name yet", () => {
    execFileSync("sh", [], {
      input: renderStore("wire", [leaf("wire")]).replaceAll("/var/lib/haproxy", home),
    });
    write(leaf("first"));
    expect(readdirSync(join(home, "wire"))).toEqual([leaf("wire").name]);
  });

  test("clears away what an interrupted run left half written", () => {
    mkdirSync(store());
    writeFileSync(join(store(), "blog-0123456789ab.new"), "half");
    write(leaf("first"));
    expect(readdirSync(store())).toEqual([leaf("first").name]);
  });
});
