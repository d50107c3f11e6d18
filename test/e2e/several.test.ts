import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Config } from "../sandbox/messages";
import { docker } from "../support/containers";
import { ask } from "../support/http";
import type { LoadReport } from "../support/load";
import { trust } from "../support/trust";
import { waitFor } from "../support/wait";
import { e2e } from "./floor";
import type { Home, Run } from "./home";
import { farm, lossesOf, newcomers, quick, running, slow, whileAsking } from "./life/opened";
import { Workspace } from "./workspace";

/** One service whose hosts become more and fewer, under load. */
e2e("the routers of a service", () => {
  let workspace: Workspace;
  let home: Home;
  beforeAll(async () => {
    workspace = await Workspace.open("spread");
    home = await workspace.stack("prod");
    await home.up();
    trust(farm, (await home.outputs()).authority as string);
  });
  afterAll(() => workspace?.close());

  /** Changes settings while visitors ask, of whom nobody may notice. */
  async function update(change: Config): Promise<{ run: Run; report: LoadReport }> {
    home.configure(change);
    const { result: run, reports } = await whileAsking([quick, slow, newcomers], () => home.up());
    expect(lossesOf(reports)).toEqual([]);
    return { run, report: reports[0] as LoadReport };
  }

  /** The service's containers on each host, by the host's network. */
  async function onHosts(): Promise<Record<string, string[]>> {
    const all: Record<string, string[]> = {};
    for (const { Id, NetworkSettings } of await running(home, "web")) {
      const [network = ""] = Object.keys(NetworkSettings.Networks);
      const host = /(east|west)-network/.exec(network)?.[1] ?? "here";
      all[host] = [...(all[host] ?? []), Id.slice(0, 12)];
    }
    return all;
  }

  const answering = async () => {
    const seen = new Set<string>();
    for (let at = 0; at < 12; at++) seen.add((await ask(farm, "web.example.org")).json().instance);
    return [...seen].sort();
  };

  const settled = () =>
    test("nothing is left to do, and nothing has drifted", async () => {
      await home.unchanged();
      await home.undrifted();
    });

  describe("that gets a second one", () => {
    test("goes on with the containers that it has, beside those of the other host", async () => {
      const before = await onHosts();
      const { run } = await update({ "spread:routers": ["east", "west"] });
      expect(Object.keys(run.changes)).not.toContain("delete");
      expect(Object.keys(run.changes)).not.toContain("replace");
      const now = await onHosts();
      expect(Object.keys(now).sort()).toEqual(["east", "west"]);
      expect(now.east).toEqual(before.east);
      expect(await answering()).toEqual(Object.values(now).flat().sort());
    });
    settled();
  });

  test("that gets another version has it on both hosts", async () => {
    const before = Object.values(await onHosts()).flat();
    const { report } = await update({ "spread:version": "second" });
    expect(Object.keys(report.answers).sort()).toEqual(["first", "second"]);
    const now = Object.values(await onHosts()).flat();
    expect(now).toHaveLength(2);
    expect(now.filter((id) => before.includes(id))).toEqual([]);
    expect(await answering()).toEqual(now.sort());
  });

  describe("of which one is down", () => {
    test("is made anew by the next update, which keeps every visitor", async () => {
      const [router] = (await running(home, "router")).filter(({ Name }) => Name.includes("west-traefik"));
      await docker.getContainer(router?.Id ?? "").kill();
      await waitFor("the farm to know", async () => (await answering()).length === 1);
      await update({ "spread:version": "third" });
      expect((await running(home, "router")).map(({ Id }) => Id)).not.toContain(router?.Id);
      expect((await answering()).sort()).toEqual(
        Object.values(await onHosts())
          .flat()
          .sort(),
      );
      expect((await ask(farm, "web.example.org")).json().answer).toBe("third");
    });
    settled();
  });

  describe("that is left with one", () => {
    test("goes on with the containers that it has there", async () => {
      const before = await onHosts();
      const { run } = await update({ "spread:routers": ["west"] });
      expect(run.changes).not.toHaveProperty("replace");
      expect(await onHosts()).toEqual({ west: before.west });
      expect(await answering()).toEqual(before.west);
    });
    settled();
  });
});
