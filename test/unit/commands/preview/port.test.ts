import { expect, test } from "vitest";
import { reviewOf } from "../../../../commands/preview/model/review";
import { warningsOf } from "../../../../commands/preview/model/warning";
import { renderNote } from "../../../../commands/preview/render/note";
import { digest, reviewOptions, steps, urn } from "./fixtures";

const state = (image: string) => ({
  image,
  memory: 128,
  ports: [{ internal: 8090, external: 2222, ip: "0.0.0.0", protocol: "tcp" }],
  labels: [{ label: "homeport.component", value: "port-git-ssh" }],
});

test("a port whose door is exchanged is told by its name, with who is cut off", () => {
  const exchanged = steps({
    type: "container",
    name: "git-ssh-haproxy",
    ops: ["delete-replaced", "replace", "create-replacement"],
    parent: urn("homeport:index:PortService", "git-ssh"),
    old: state("haproxy:3.2.20"),
    now: state("haproxy:3.2.21"),
  });
  const review = reviewOf([digest(exchanged)], reviewOptions);
  const note = renderNote(review);
  expect(note).toContain("port `git-ssh`");
  expect(note).toContain("stop-first: who is connected is cut off, and who calls waits about a second");
  expect(review.environments.flatMap(warningsOf)).toHaveLength(1);
});
