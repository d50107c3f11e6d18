import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { kept, parseList, shownText } from "../../../../commands/maintenance/script";
import { removeFolder } from "../../../support/removeFolder";
import { exported, type FakeContainer, fakeWorld, serviceWithVolume } from "../status/fakes";
import { tellOf } from "../told";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder);
});

const farm: FakeContainer = { resource: "farm-haproxy", component: "farm", type: "HaproxyFarm" };
const notes: FakeContainer = { resource: "notes-0", component: "notes" };
const worker: FakeContainer = { resource: "worker-0", component: "worker" };
const port = {
  urn: "urn:pulumi:prod::attic::homeport:index:PortService::notes-mqtt",
  type: "homeport:index:PortService",
  outputs: { service: "notes", address: "tcp://0.0.0.0:1883" },
};

/** A home whose farm has this list, and takes what it is told: the script is run for real, without HAProxy's port. */
function world(list: string | undefined, own: readonly object[] = []) {
  const containers = [farm, notes, worker];
  const states = { prod: exported(containers, [...serviceWithVolume("notes", "data"), ...own]) };
  const docker = `case "$1" in exec) ${list === undefined ? "exit 3" : `script=$(cat); case $script in set*) echo "changes" >>${"$(dirname $0)"}/calls; exit 0;; *) printf '${list}'; exit 0;; esac`};; esac`;
  const folder = fakeWorld({ containers, states, docker });
  folders.push(folder);
  const tell = (...words: string[]) =>
    tellOf(["maintenance", ...words], { folder, variables: { PATH: `${folder}:/usr/bin:/bin` } });
  const changes = () =>
    readFileSync(join(folder, "calls"), "utf8")
      .split("\n")
      .filter((one) => one === "changes").length;
  return Object.assign(tell, { changes });
}

describe("homeport maintenance", () => {
  test("tells whether a service is under maintenance, what its page says, and what ends it", async () => {
    expect(await world("notes Back%20at%20eight.\\n".replaceAll("%", "%%"))("notes")).toMatchObject({
      code: 0,
      out: "notes in prod is under maintenance: Back at eight.\n  what ends it: npx homeport maintenance notes off --stack prod\n",
    });
    expect(await world("")("notes")).toMatchObject({
      code: 0,
      out: "notes in prod is not under maintenance\n",
    });
    const { out } = await world("")("notes", "--json");
    expect(JSON.parse(out)).toEqual([{ service: "notes", stack: "prod", maintenance: false }]);
  });

  const under = "notes Back%%20at%%20eight.\\n";

  test("what a page says already stays where nothing else is said", async () => {
    const again = world(under);
    expect((await again("notes", "on")).out).toContain("under maintenance: Back at eight.");
    expect(again.changes()).toBe(0);
    await again("notes", "on", "--message", "Back at nine.");
    expect(again.changes()).toBe(1);
    const first = world("");
    await first("notes", "on");
    expect(first.changes()).toBe(1);
  });

  test("names the ports that go on, which no farm has to do with", async () => {
    const others = { ...port, urn: `${port.urn}-2`, outputs: { ...port.outputs, service: "worker" } };
    const told = world(under, [port, others]);
    expect((await told("notes", "on")).out).toBe(
      "notes in prod is under maintenance: Back at eight.\n  what goes on, as no farm has to do with it: notes-mqtt (tcp://0.0.0.0:1883)\n  what ends it: npx homeport maintenance notes off --stack prod\n",
    );
    expect(JSON.parse((await told("notes", "--json")).out)).toMatchObject([
      { ports: [{ name: "notes-mqtt", address: "tcp://0.0.0.0:1883" }] },
    ]);
  });

  test("offers what visitors get to, and neither farm nor router nor ports", async () => {
    const { err } = await world("")("farn", "on");
    expect(err).toContain('"farn" is no service in prod; there is: notes\n');
  });

  test("of a farm that does not know of it yet, says what teaches it", async () => {
    const { code, err } = await world(undefined)("notes", "on");
    expect([code, err]).toEqual([
      1,
      expect.stringContaining("does not know of maintenance yet; an update teaches it: npx pulumi up"),
    ]);
  });

  test.each([
    [["notes", "start"], '"start" is not on or off'],
    [["notes", "off", "--message", "x"], "--message: the page is shown with on alone"],
    [["notes", "on", "--message", " "], "--message: it has to be one paragraph of 1–500 characters"],
    [["notes", "on", "--message", "a\nb"], "--message: it has to be one paragraph"],
    [["notes", "on", "--message", "x".repeat(501)], "--message: it has to be one paragraph"],
    [["worker", "on"], '"worker" is nothing that visitors get to through a farm'],
    [["note", "on"], '"note" is no service in prod'],
  ])("refuses %j", async (words, message) => {
    const { code, err } = await world("")(...words);
    expect([code, err]).toEqual([2, expect.stringContaining(message)]);
  });
});

test("what a page says is one word without HTML on the list, and reads as it was written", () => {
  const text = `<b>100 % "ready"</b> & 'soon' (at 8!) … é`;
  expect(kept(text)).toMatch(/^[\w.~%-]+$/);
  expect(decodeURIComponent(kept(text))).not.toMatch(/[<>"']/);
  expect(shownText(kept(text))).toBe(text);
  expect(shownText(kept("&lt;"))).toBe("&lt;");
  expect(parseList(`blog ${kept(text)}\n\n`)).toEqual({ blog: text });
});
