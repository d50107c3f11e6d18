import { afterAll, beforeAll, expect, test } from "vitest";
import { testImages } from "../images/tags";
import { Sinks, secrets } from "../sandbox/watched/sinks";
import { type Container, docker } from "../support/containers";
import { ask } from "../support/http";
import { askPrometheus } from "../support/prometheus";
import { trust } from "../support/trust";
import { pause, waitFor } from "../support/wait";
import { e2e } from "./floor";
import type { Home } from "./home";
import { farm, idsOf, lossesOf, running, whileAsking } from "./life/opened";
import { everything } from "./life/unchanged";
import { Workspace } from "./workspace";

/** A monitor through the real engine: what an update may do without anybody being told. */
e2e("a monitor", () => {
  let workspace: Workspace;
  let home: Home;
  let sinks: Sinks;
  beforeAll(async () => {
    sinks = await Sinks.start();
    workspace = await Workspace.open("monitored");
    home = await workspace.stack("prod");
    await home.keepSecret("monitored:webhook", sinks.http + secrets.webhook);
    await home.keepSecret("monitored:token", secrets.token);
    await home.keepSecret("monitored:deadMan", sinks.http + secrets.dead);
    await home.up();
    trust(farm, String((await home.outputs()).authority));
  });
  afterAll(async () => {
    await workspace?.close();
    await sinks?.stop();
  });

  const told = () => sinks.told(({ service, page, host }) => service ?? page ?? host);
  const part = async (name: string): Promise<Container> => {
    const [only] = await running(home, `monitor-${name}`);
    if (!only) throw new Error(`there is no ${name}`);
    return only;
  };
  const asked = async (query: string) => askPrometheus(await part("prometheus"), query);
  const beating = async () => {
    const { beats } = sinks;
    await waitFor("the heartbeat", async () => sinks.beats > beats, 150);
  };
  /** What is found is told after twice as long as a farm or a service may be away. */
  const settled = () => pause(16);
  /** All that was ever found, told or not. */
  const found = async () =>
    (
      await asked(
        'count by (alertname, service) (count_over_time(ALERTS{alertstate="firing",weight=~"page|notice"}[1h]))',
      )
    )
      .map(({ metric }) => [metric.alertname, metric.service].filter(Boolean).join(" "))
      .filter((name) => !/^(KilledForMemory|MemoryShort|HostRestarted|Disk)/.test(name));
  /** What the farm says of requests that it had nobody for, and of routers that it took for gone. */
  const refused = async () => {
    const [only] = await running(home, "farm");
    const said = (
      await docker.getContainer(only?.Id ?? "").logs({ stdout: true, stderr: true, tail: 5_000 })
    ).toString();
    return said
      .split("\n")
      .filter((line) => /"status":50[234]|is DOWN|is UP/.test(line))
      .slice(-20)
      .join("\n");
  };
  const quiet = async () => {
    await settled();
    expect(told()).toEqual([]);
    expect(await found()).toEqual([]);
  };

  test("looks after all there is; nothing is changed or has drifted then, and a second update tells nobody", async () => {
    await waitFor("figures", async () => (await asked("up == 1 or probe_success == 1")).length >= 9, 60);
    expect(Object.keys((await home.up()).changes)).toEqual(["same"]);
    await home.unchanged();
    await home.undrifted();
    await beating();
    await quiet();
  });

  test.each([
    [
      "its services are replaced, beside the former ones and in their place",
      { "monitored:version": "second" },
    ],
    ["the router is replaced", { "monitored:routerLogLevel": "WARN" }],
    ["the farm is replaced", { "monitored:connections": 900 }],
    ["the monitor itself is replaced", { "monitored:days": 20 }],
  ])("tells nobody when, while visitors ask, %s", async (name, change) => {
    home.configure(change);
    const visitors = ["blog", "notes"].map((one) => ({
      host: `${one}.example.org`,
      origin: farm,
      rate: 20,
      connections: 4,
    }));
    const { result, reports } = await whileAsking(visitors, () => home.up());
    expect(result.changes.replace, "something is replaced").toBeGreaterThan(0);
    // Of a farm that is replaced, who calls in between is refused; the other one is stopped before the next is ready.
    if (!name.startsWith("the farm")) expect(lossesOf(reports.slice(0, 1)), await refused()).toEqual([]);
    await home.unchanged();
    await quiet();
  });

  test("tells nobody of an update that fails: what goes on in its old place counts", async () => {
    const before = await idsOf(home, "blog");
    home.configure({ "monitored:version": "third", "monitored:blogImage": testImages.haproxy });
    for (let time = 0; time < 2; time++) {
      expect((await home.tryUp()).failure).toBeDefined();
      await quiet();
    }
    // Those that the update left ready for the next one end again and again beside them.
    const after = await idsOf(home, "blog");
    const notes = await ask(farm, "notes.example.org");
    home.configure({ "monitored:blogImage": undefined });
    await home.up();
    await quiet();
    expect(after).toEqual(expect.arrayContaining(before));
    expect(notes.status).toBe(200);
  });

  test("goes on where its own update fails", async () => {
    const before = (await part("prometheus")).Id;
    home.configure({
      "monitored:prometheus": testImages.echo,
    });
    const { failure, told: said } = await home.tryUp();
    expect(failure).toBeDefined();
    expect(said).toContain("runs again, as before");
    expect((await part("prometheus")).Id).toBe(before);
    await beating();
    home.configure({ "monitored:prometheus": undefined });
    await home.up();
    await home.unchanged();
    await quiet();
  });

  test("has been awake all the while: a service that is gone is told, and that it is over", async () => {
    const containers = await idsOf(home, "blog");
    for (const one of containers) await docker.getContainer(one).stop({ t: 1 });
    await waitFor("firing ServiceGone blog", async () => told().includes("firing ServiceGone blog"), 120);
    for (const one of containers) await docker.getContainer(one).start();
    await waitFor("resolved ServiceGone blog", async () => told().includes("resolved ServiceGone blog"), 120);
    expect(told()).toEqual(["firing ServiceGone blog", "resolved ServiceGone blog"]);
  });

  test("leaves nothing behind", async () => {
    await home.destroy();
    expect(await everything(home.labels)).toEqual([expect.stringMatching(/^prod-notes-volume-data-/)]);
  });
});
