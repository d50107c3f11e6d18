import { describe, expect, test } from "vitest";
import { leavingVolumes } from "../../../components/survey/keptVolumes";
import { findVolume } from "../../../components/survey/volume";
import type { FoundVolume, WantedVolume } from "../../../components/survey/wantedVolume";
import { container, stateOf, surveyOf } from "./surveys";

const owner = {
  "homeport.project": "homeport",
  "homeport.environment": "prod",
  "homeport.component": "notes",
};
const labels = { ...owner, "homeport.volume": "data" };
const wanted: WantedVolume = {
  path: "notes.volumes.data",
  host: "infra",
  urn: "urn:notes-volume-data",
  labels,
  named: "notes-volume-data-",
  stack: "prod",
  pulumi: "npx pulumi",
  hostMayBeNew: false,
  perHost: false,
  mayBeLost: false,
};
const known = stateOf({ "urn:notes-volume-data": ["volume", { name: "prod-data-1" }] });
const nothing = stateOf({});
const refusal = (found: FoundVolume): string => ("refused" in found ? found.refused : "was not refused");
const kept = { name: "prod-notes-volume-data-1", labels };

describe("a volume that the state knows", () => {
  test("is found where its engine has it, whatever its labels are", () =>
    expect(
      findVolume(wanted, known, surveyOf({ volumes: [{ name: "prod-data-1", labels: {} }] }), []),
    ).toEqual({ found: "prod-data-1", known: true }));

  test("is believed to be there where the host does not answer", () =>
    expect(findVolume(wanted, known, undefined, [])).toEqual({ found: "prod-data-1", known: true }));

  test("is made anew with a machine that was made in place of another", () =>
    expect(findVolume({ ...wanted, hostMayBeNew: true }, known, surveyOf(), [])).toEqual({
      found: "prod-data-1",
      known: true,
    }));

  test("is refused where another host has it: the service would begin with an empty one", () => {
    const attic = {
      name: "attic",
      survey: surveyOf({ volumes: [{ name: "prod-data-1", labels }] }),
    };
    const said = refusal(findVolume(wanted, known, surveyOf(), [attic]));
    expect(said).toContain("notes.volumes.data: the data is on host attic");
    expect(said).toContain('"prod-data-1"');
    expect(said).toContain("pulumi state delete 'urn:notes-volume-data' --stack prod");
  });

  test("stays where it is, and a new one begins, where its data may be lost", () => {
    const attic = { name: "attic", survey: surveyOf({ volumes: [{ name: "prod-data-1", labels }] }) };
    const free = { ...wanted, mayBeLost: true };
    const stays = { host: "attic", name: "prod-data-1" };
    expect(findVolume(free, known, surveyOf(), [attic])).toEqual({
      found: "prod-data-1",
      known: true,
      stays,
    });
    expect(findVolume(free, nothing, surveyOf(), [attic])).toEqual({ found: undefined, stays });
  });

  test("is refused where it was that of the only router, and another comes first now, though each host may have its own", () => {
    const attic = { name: "attic", survey: surveyOf({ volumes: [{ name: "prod-data-1", labels }] }) };
    const first = { ...wanted, urn: "urn:part", formerUrn: wanted.urn, perHost: true };
    expect(refusal(findVolume(first, known, surveyOf(), [attic]))).toContain(
      "or leave the service on host attic, whose router comes first of several",
    );
  });

  test("is refused where no host has it, with the way to begin anew", () => {
    const said = refusal(findVolume(wanted, known, surveyOf(), [{ name: "attic", survey: surveyOf() }]));
    expect(said).toContain('the volume "prod-data-1" is not on host infra any more');
    expect(said).toContain("pulumi refresh --stack prod");
  });

  test("is refused where a host may have it that is off, or that the program has no more, with the way to move it", () => {
    const engine = (name: string) =>
      `urn:pulumi:prod::homeport::homeport:index:DockerHost$pulumi:providers:docker::${name}`;
    const engines = ["infra-engine", "attic-engine", "cellar-engine", "default_5_2_0"].map(
      (name) => [engine(name), { type: "pulumi:providers:docker", outputs: {} }] as const,
    );
    const before = new Map([...known, ...engines]);
    const said = refusal(findVolume(wanted, before, surveyOf(), [{ name: "attic", survey: surveyOf() }]));
    expect(said).toContain('the volume "prod-data-1" is not on host infra. It may be on host cellar, which');
    expect(said).toContain("npx homeport move notes --to infra --stack prod");
    expect(said).not.toContain("refresh");
  });
});

describe("a volume that the state does not know", () => {
  test("is new where the host has none of its labels", () => {
    const others = [
      { name: "prod-wiki-volume-data-1", labels: { ...labels, "homeport.component": "wiki" } },
      { name: "prod-notes-volume-files-1", labels: { ...labels, "homeport.volume": "files" } },
      { name: "notes-volume-data-1", labels: {} },
    ];
    expect(findVolume(wanted, nothing, surveyOf({ volumes: others }), [])).toMatchObject({
      found: undefined,
    });
  });

  describe("has one of another environment's name beside it", () => {
    const former = { name: "dev-notes-volume-data-1", labels: { ...labels, "homeport.environment": "dev" } };

    test("which is told of where nothing uses it, as after the stack was renamed", () =>
      expect(findVolume(wanted, nothing, surveyOf({ volumes: [former] }), [])).toEqual({
        found: undefined,
        unused: [{ name: former.name, environment: "dev" }],
      }));

    test("which is that environment's own where a container is on it, even one that has ended", () => {
      const ended = container({ name: "dev-notes-0", state: "exited", mounts: [former.name] });
      const survey = surveyOf({ volumes: [former], containers: [ended] });
      expect(findVolume(wanted, nothing, survey, [])).toEqual({ found: undefined, unused: [] });
    });

    test("which is nothing to speak of where its own was kept", () =>
      expect(findVolume(wanted, nothing, surveyOf({ volumes: [former, kept] }), [])).toEqual({
        found: kept.name,
        known: false,
      }));
  });

  test("is none of a trial's, which removes it when it ends", () => {
    const trial = { ...kept, labels: { ...labels, "homeport.trial": "yes" } };
    expect(findVolume(wanted, nothing, surveyOf({ volumes: [trial] }), [])).toEqual({
      found: undefined,
      unused: [],
    });
  });

  test("is the one that was kept when the service went", () =>
    expect(findVolume(wanted, nothing, surveyOf({ volumes: [kept] }), [])).toEqual({
      found: kept.name,
      known: false,
    }));

  test("is the one that an earlier version made, which has the volume's name in its own alone", () => {
    const volumes = [
      { name: "prod-notes-volume-data-1a2b3c4", labels: owner },
      { name: "prod-notes-volume-files-1a2b3c4", labels: owner },
    ];
    expect(findVolume(wanted, nothing, surveyOf({ volumes }), [])).toEqual({
      found: "prod-notes-volume-data-1a2b3c4",
      known: false,
    });
  });

  test("is none that another resource of the stack has", () => {
    const state = stateOf({ "urn:journal-volume-data": ["volume", { name: kept.name }] });
    expect(findVolume(wanted, state, surveyOf({ volumes: [kept] }), [])).toMatchObject({ found: undefined });
  });

  test("is refused where several were kept: a person says which", () => {
    const volumes = [kept, { ...kept, name: "prod-notes-volume-data-2" }];
    const said = refusal(findVolume(wanted, nothing, surveyOf({ volumes }), []));
    expect(said).toContain("host infra has 2 volumes that were kept for it");
    expect(said).toContain('existing: "prod-notes-volume-data-1"');
  });

  test("is refused where a container that the state does not know writes to it: there would be two", () => {
    const survey = surveyOf({
      volumes: [kept],
      containers: [container({ name: "prod-notes-0-f00", mounts: [kept.name] })],
    });
    const said = refusal(findVolume(wanted, nothing, survey, []));
    expect(said).toContain('the container "prod-notes-0-f00" on host infra writes to the volume');
    expect(said).toContain("docker rm -f prod-notes-0-f00");
  });

  test("is used where that container has ended, or is the stack's own", () => {
    const mounts = [kept.name];
    const ended = container({ name: "prod-notes-0-f00", state: "exited", mounts });
    const own = container({ name: "prod-notes-0", mounts });
    const state = stateOf({ "urn:notes-0": ["container", { name: "prod-notes-0" }] });
    expect(findVolume(wanted, state, surveyOf({ volumes: [kept], containers: [ended, own] }), [])).toEqual({
      found: kept.name,
      known: false,
    });
  });

  test("is refused where it was kept on another host", () => {
    const attic = { name: "attic", survey: surveyOf({ volumes: [kept] }) };
    expect(refusal(findVolume(wanted, nothing, surveyOf(), [attic]))).toContain("the data is on host attic");
  });

  test("is new where there is no state: a trial beside the real thing takes nothing of it", () =>
    expect(findVolume(wanted, undefined, surveyOf({ volumes: [kept] }), [])).toEqual({ found: undefined }));
});

test("volumes that leave a service are named where another one begins empty: it may be one of them", () => {
  const at = "urn:pulumi:prod::home::homeport:index:DomainService$docker:index/volume:Volume::notes-volume-";
  const state = stateOf({
    [`${at}data`]: ["volume", { name: "prod-notes-volume-data-1" }],
    [`${at}cache`]: ["volume", { name: "prod-notes-volume-cache-1" }],
    "urn:other::wiki-volume-data": ["volume", { name: "prod-wiki-volume-data-1" }],
  });
  expect(leavingVolumes(`${at}files`, "files", ["files", "cache"], state)).toEqual([
    { volume: "data", name: "prod-notes-volume-data-1" },
  ]);
  expect(leavingVolumes(`${at}files`, "files", ["files", "cache", "data"], state)).toEqual([]);
});
