import { describe, expect, test } from "vitest";
import { lastMove, moveLabels, movesIn } from "../../../components/survey/moves";
import { findVolume } from "../../../components/survey/volume";
import type { FoundVolume, WantedVolume } from "../../../components/survey/wantedVolume";
import { container, stateOf, surveyOf } from "./surveys";

const wanted: WantedVolume = {
  path: "notes.volumes.data",
  host: "infra",
  urn: "urn:notes-volume-data",
  labels: { "homeport.component": "notes", "homeport.volume": "data" },
  named: "notes-volume-data-",
  stack: "prod",
  pulumi: "npx pulumi",
  hostMayBeNew: false,
  perHost: false,
  mayBeLost: false,
};
const known = stateOf({
  "urn:notes-volume-data": ["volume", { name: "data-1" }],
  "urn:notes-0": ["container", { name: "prod-notes-0" }],
});
const data = { name: "data-1", labels: wanted.labels };

/** What an engine remembers a move by. */
const mark = (from: string, to: string, epoch: number, set?: string) => ({
  name: `moved-${epoch}-${set}`,
  labels: {
    [moveLabels.volumes]: "other-1 data-1",
    [moveLabels.from]: from,
    [moveLabels.to]: to,
    [moveLabels.epoch]: String(epoch),
    ...(set === undefined ? {} : { [moveLabels.set]: set }),
  },
});
type Volume = { readonly name: string; readonly labels: Readonly<Record<string, string>> };
const find = (
  host: string,
  infra: readonly Volume[],
  apps: readonly Volume[],
  state = known,
): FoundVolume => {
  const surveys = { infra: surveyOf({ volumes: infra }), apps: surveyOf({ volumes: apps }) };
  const [own, other] = host === "infra" ? (["infra", "apps"] as const) : (["apps", "infra"] as const);
  return findVolume({ ...wanted, host }, state, surveys[own], [{ name: other, survey: surveys[other] }]);
};
const refusal = (found: FoundVolume): string => ("refused" in found ? found.refused : "was not refused");
const taken = { found: "data-1", known: true };

describe("after a move, a volume that both hosts have", () => {
  const set = "20261128T080000Z";
  const done = mark("infra", "apps", 2, set);
  const both = [data, done];

  test("is taken where the move ended, and nowhere else, whichever of the two remembers it", () => {
    for (const [infra, apps] of [
      [both, both],
      [[data], both],
      [both, [data]],
    ] as const) {
      expect(find("apps", infra, apps)).toEqual(taken);
      expect(refusal(find("infra", infra, apps))).toContain(
        `the data have moved to host apps, as of the set ${set}`,
      );
    }
  });

  test("is refused where it was before, also where no state knows it any more", () => {
    expect(refusal(find("infra", both, both, stateOf({})))).toContain("the data have moved to host apps");
    expect(find("apps", both, both, stateOf({}))).toEqual({ found: "data-1", known: false });
  });

  test("is taken where it came back by another move, and then no more where that one began", () => {
    const back = [...both, mark("apps", "infra", 3, set)];
    expect(find("infra", back, both)).toEqual(taken);
    expect(refusal(find("apps", back, both))).toContain("the data have moved to host infra");
  });

  test("is refused everywhere while another move is under way, with both ways out", () => {
    const begun = [...both, mark("apps", "infra", 3)];
    for (const host of ["infra", "apps"]) {
      const said = refusal(find(host, both, begun));
      expect(said).toContain("are being moved from host apps to host infra");
      expect(said).toContain("npx homeport move notes --to infra --stack prod --back --yes");
    }
  });

  test("counts as moved where one that was only begun on a host that is gone was ended from elsewhere", () =>
    expect(lastMove("data-1", movesIn([mark("infra", "apps", 4), mark("infra", "apps", 4, set)]))?.set).toBe(
      set,
    ));
});

test("a volume that was copied by hand is taken once the service does not run on the former one, whoever reads it there", () => {
  const there = (state: string, component = "notes") => {
    const labels = { "homeport.component": component };
    const containers = [container({ name: "prod-notes-0", state, mounts: ["data-1"], labels })];
    return [{ name: "apps", survey: surveyOf({ volumes: [data], containers }) }];
  };
  const here = surveyOf({ volumes: [data] });
  expect(refusal(findVolume(wanted, known, here, there("running")))).toContain("the data is on host apps");
  expect(findVolume(wanted, known, here, there("exited"))).toEqual(taken);
  expect(findVolume(wanted, known, here, there("running", "backups"))).toEqual(taken);
});
