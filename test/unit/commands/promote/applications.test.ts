import { expect, test } from "vitest";
import { planChange } from "../../../../commands/promote/change";
import { compare } from "../../../../commands/promote/difference";
import { runningImages } from "../../../../commands/shared/runningImages";
import { readState } from "../../../../commands/shared/state";

const application = "homeport:index:Application";
const digest = (at: number) => `sha256:${String(at).repeat(64)}`;

/** What a stack runs of an application: a page, its database, and a job like the page. */
function running(stack: string, images: Record<string, string>, digests: Record<string, string>) {
  const resources = Object.entries(images).map(([name, image]) => ({
    urn: `urn:pulumi:${stack}::attic::${application}$docker:index/container:Container::${name}`,
    type: "docker:index/container:Container",
    id: name,
    inputs: { image },
  }));
  const known = Object.fromEntries(
    Object.entries(images).flatMap(([name, image]) =>
      digests[image] ? [[name, [`${image.split(":")[0]}@${digests[image]}`]]] : [],
    ),
  );
  return runningImages(readState(JSON.stringify({ deployment: { resources } })), known);
}

const of = (page: string, database: string) => ({
  "cloud-app-0": page,
  "cloud-db-0": database,
  "cloud-migrate": page,
});
const digests = { "cloud:2": digest(2), "mariadb:12.1": digest(3) };
const update = {
  settings: { "attic:cloud": { value: "cloud:2", secret: false } },
  succeeded: true,
  ended: "",
};
const from = {
  stack: "staging",
  images: running("staging", of("cloud:2", "mariadb:12.1"), digests),
  update: update as never,
};

test("the images of an application's containers and jobs are compared, and those that ran are taken over by digest", () => {
  const to = { images: running("prod", of("cloud:1", "mariadb:11.8"), digests) };
  const difference = compare(from, to, () => false);
  expect(difference.images.map(({ containers, from: ran }) => [containers, ran?.digest])).toEqual([
    [["cloud-app-0", "cloud-migrate"], digest(2)],
    [["cloud-db-0"], digest(3)],
  ]);
  const change = planChange(from.images, difference, {
    name: "attic",
    project: {},
    from: { "attic:cloud": "cloud:2" },
  });
  expect(change.settings).toEqual({ "attic:cloud": `cloud:2@${digest(2)}` });
  expect(change.proven).toEqual([`cloud:2@${digest(2)}`, `mariadb:12.1@${digest(3)}`]);
  expect(change.notes).toEqual([`mariadb:12.1: the program names it; write mariadb:12.1@${digest(3)} there`]);
});

test("a job or a companion that the other stack has not is new there", () => {
  const { "cloud-migrate": _, ...without } = of("cloud:2", "mariadb:12.1");
  const { images } = compare(from, { images: running("prod", without, digests) }, () => false);
  expect(images).toEqual([
    { containers: ["cloud-migrate"], from: { reference: "cloud:2", digest: digest(2) }, to: undefined },
  ]);
});
