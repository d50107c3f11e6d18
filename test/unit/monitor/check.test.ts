import * as pulumi from "@pulumi/pulumi";
import { expect, test, vi } from "vitest";
import type { MonitorArgs } from "../../../components/monitor/args";
import { checkMonitor } from "../../../components/monitor/check";
import { refusalsOf } from "../refusals";
import { receivers } from "./watched";

const resource = (type: string, own: object) => ({
  __pulumiResource: true,
  __pulumiType: `homeport:index:${type}`,
  ...own,
});
const farm = (isOwn: boolean) => resource("HaproxyFarm", { network: { isOwn }, serves: [] });
const usable = () => ({ farm: farm(true), services: [resource("DomainService", {})], notify: "nobody" });
const refusals = (more: object) =>
  refusalsOf("monitor", () => checkMonitor("monitor", { ...usable(), ...more } as unknown as MonitorArgs));

test("usable arguments of every kind are taken", () => {
  expect(refusals({})).toEqual([]);
  expect(
    refusals({
      notify: receivers,
      deadMan: "https://dead.example.org/1",
      thresholds: { DiskNearlyFull: { value: 20, afterSeconds: 60 }, ServiceGone: { keepSeconds: 0 } },
      mute: ["HostRestarted"],
      everySeconds: 15,
      retention: { days: 90, size: "1GiB" },
    }),
  ).toEqual([]);
});

const bad: [object, path: string, ...said: string[]][] = [
  [{ notify: undefined }, "notify", "missing", '"nobody"'],
  [{ notify: [] }, "notify", '"nobody"'],
  [{ notify: "everybody" }, "notify", "everybody", '"nobody"'],
  [{ notify: [{ kind: "pager" }] }, "notify.0.kind", "pager", "a kind of receiver"],
  [{ notify: [{ kind: "telegram", token: "t", chat: "me" }] }, "notify.0.chat", "me", "the number of a chat"],
  [
    { notify: [{ kind: "matrix", url: "https://m.example.org", token: "t", room: "#home:example.org" }] },
    "notify.0.room",
    "#home:example.org",
    "the id of a room",
  ],
  [
    { notify: [{ kind: "gotify", url: "gotify.example.org", token: "t" }] },
    "notify.0.url",
    "the address of a server",
  ],
  [{ notify: [{ kind: "webhook", url: "hooks.example.org" }] }, "notify.0.url", "a URL of http or https"],
  [
    { notify: [{ kind: "webhook", url: "http://localhost:9000/hook" }] },
    "notify.0.url",
    "of another machine",
  ],
  [{ notify: [{ kind: "ntfy", url: "http://127.0.0.1/home" }] }, "notify.0.url", "of another machine"],
  [{ notify: [{ kind: "ntfy", url: "https://ntfy.example.org/" }] }, "notify.0.url", "with a topic"],
  [{ deadMan: "http://[::1]:8000/" }, "deadMan", "of another machine"],
  [
    { notify: [{ kind: "mail", to: "a@b.org", from: "a@b.org", server: "localhost:25" }] },
    "notify.0.server",
    "localhost:25",
    "of another machine",
  ],
  [
    { homes: [{ name: "cellar", page: "https://127.0.0.1:8443" }] },
    "homes.0.page",
    "127.0.0.1",
    "of another machine",
  ],
  [{ notify: [{ kind: "ntfy", url: "https://n.example.org/a?b" }] }, "notify.0.url", "no question mark"],
  [{ mute: ["HostRestart"] }, "mute.0", "HostRestart", "nearest is HostRestarted"],
  [{ mute: ["FarmGone", "MonitorFails", "ServiceGone"] }, "mute", "leave one of them", 'notify: "nobody"'],
  [{ thresholds: { DiskFull: {} } }, "thresholds.DiskFull", "no such", "nearest is thresholds.DiskFillsUp"],
  [
    { thresholds: { DiskNearlyFull: { value: 0 } } },
    "thresholds.DiskNearlyFull.value",
    "0",
    "a number from 1 to 50",
  ],
  [{ thresholds: { FarmGone: { value: 1 } } }, "thresholds.FarmGone.value", "it has no value"],
  [{ everySeconds: 1 }, "everySeconds", "from 2 to 60"],
  [{ retention: { days: 0 } }, "retention.days", "from 1 to 3650"],
  [{ services: ["blog"] }, "services.0", "blog", "a DomainService"],
  [{ farm: farm(false) }, "farm", '"existing"'],
];

test.each(bad)("%j is refused, with its place and the way out", (more, path, ...said) => {
  const [first = "", ...others] = refusals(more);
  expect(others).toEqual([]);
  expect(first.startsWith(`${path}: `), first).toBe(true);
  for (const one of said) expect(first).toContain(one);
});

test("whoever mutes one of what matters most is warned", () => {
  const warn = vi.spyOn(pulumi.log, "warn").mockResolvedValue(undefined);
  expect(refusals({ mute: ["FarmGone", "PageSlow"] })).toEqual([]);
  expect(warn.mock.calls.map(([text]) => text)).toEqual([
    "monitor: mute: nobody is told of FarmGone: what it finds is serious at once.",
  ]);
  warn.mockRestore();
});

test("what may be secret is not shown", () => {
  expect(refusals({ deadMan: "hunter2" }).join()).not.toContain("hunter2");
});

test("a farm has one monitor", () => {
  const one = farm(true);
  expect(refusals({ farm: one })).toEqual([]);
  expect(refusals({ farm: one })).toEqual([
    "farm: it is watched by monitor already; name its services there",
  ]);
});
