import { expect, test } from "vitest";
import { reviewOf } from "../../../../commands/preview/model/review";
import { warningsOf } from "../../../../commands/preview/model/warning";
import { renderNote } from "../../../../commands/preview/render/note";
import { digest, reviewOptions, steps, urn } from "./fixtures";

const parent = urn("homeport:index:HaproxyFarm", "farm");
const state = (image: string) => ({
  image,
  memory: 128,
  labels: [{ label: "homeport.component", value: "hairpin-1" }],
});
const exchanged = steps({
  type: "container",
  name: "farm-hairpin-1-haproxy",
  ops: ["delete-replaced", "replace", "create-replacement"],
  parent,
  old: state("haproxy:3.2.20"),
  now: state("haproxy:3.2.21"),
});
const review = (all: typeof exchanged) => reviewOf([digest(all)], reviewOptions);

test("a hairpin that is exchanged is told by its name, and as nobody's gap: there is another one", () => {
  const note = renderNote(review(exchanged));
  expect(note).toContain("hairpin `farm-hairpin-1`");
  expect(note).toContain("the other one answers meanwhile");
  expect(review(exchanged).environments.flatMap(warningsOf)).toEqual([]);
});

test("the volume with whom to trust holds no data: nobody is warned when it goes", () => {
  const network = urn("homeport:index:EnvironmentNetwork", "network");
  const gone = steps({ type: "volume", name: "network-trust", ops: ["delete"], parent: network });
  expect(review(gone).environments.flatMap(warningsOf)).toEqual([]);
});
