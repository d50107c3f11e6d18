import { afterAll, beforeAll, expect, test } from "vitest";
import { docker } from "../support/containers";
import { ask } from "../support/http";
import { gapOf, type LoadReport, lostElsewhere } from "../support/loadReport";
import { trust } from "../support/trust";
import { Earlier, type EarlierVersion, earlier, hasHistory } from "./earlier";
import { e2e } from "./floor";
import type { Home } from "./home";
import { farm, running, whileAsking } from "./life/opened";
import { Workspace } from "./workspace";

const versions = Object.keys(earlier) as EarlierVersion[];
const withoutHistory = hasHistory() ? "" : " (skipped: the checkout has no commits of before)";

/** Homes that an earlier version has made, with the libraries of its time, become those of this one while visitors ask. */
for (const version of versions)
  e2e(`a home of ${version}${withoutHistory}`, () => {
    let before: Earlier;
    let workspace: Workspace;
    let home: Home;
    let root: string;
    const told: Record<string, unknown>[] = [];

    beforeAll(async () => {
      if (withoutHistory) return;
      before = new Earlier(version);
      workspace = await Workspace.open("home", { version: before.folder });
      home = await workspace.stack("prod");
      home.configure({ "homeport:rateLimit": { requests: 10_000, seconds: 10 } });
      await home.up();
      root = (await home.outputs()).authority as string;
      trust(farm, root);
    });
    afterAll(async () => {
      await workspace?.close();
      before?.close();
      console.table(told);
    });

    test.skipIf(withoutHistory)(
      "is updated; what is lost is lost in the one moment in which its farm is exchanged",
      async () => {
        const network = await networksOf(home);
        const data = await dataOf(home);
        workspace.update();
        const visitors = [
          { origin: farm, host: "blog.example.org", rate: 200 },
          { origin: farm, host: "blog.example.org", rate: 20, newConnections: true },
        ];
        const { result, reports } = await whileAsking(visitors, () => home.up());
        const [kept, newcomers] = reports as [LoadReport, LoadReport];
        told.push({
          version,
          seconds: Math.round(result.seconds),
          ...figures("kept", kept),
          ...figures("new", newcomers),
        });

        expect(await networksOf(home)).toEqual(network);
        expect(await dataOf(home)).toEqual(data);
        for (const report of [kept, newcomers]) expect(lostElsewhere(report)).toEqual([]);
        expect((await home.outputs()).authority).toBe(root);
      },
    );

    test.skipIf(withoutHistory)(
      "answers by its names, with a certificate that its visitors trust already, and is at rest",
      async () => {
        for (const domain of ["blog.example.org", "notes.example.org"])
          expect((await ask(farm, domain)).status, domain).toBe(200);
        await home.unchanged();
        await home.undrifted();
      },
    );
  });

const figures = (name: string, report: LoadReport) => ({
  [name]: report.sent,
  [`${name}, lost`]: report.failed,
  [`${name}, gap s`]: gapOf(report),
});

const networksOf = async (home: Home) =>
  (await docker.listNetworks({ filters: { label: labelsOf(home) } })).map(({ Id }) => Id);

/** The engine's names of what the notes are kept in. */
const dataOf = async (home: Home) =>
  (await running(home, "notes")).flatMap(({ Mounts }) => Mounts.map(({ Name }) => Name));

const labelsOf = ({ labels }: Home) => Object.entries(labels).map(([name, value]) => `${name}=${value}`);
