import { expect, test } from "vitest";
import { reviewOf } from "../../../../commands/preview/model/review";
import { renderNote } from "../../../../commands/preview/render/note";
import { digest, reviewOptions, steps, urn } from "./fixtures";

const application = urn("homeport:index:Application", "cloud");
const member = (name: string) =>
  urn("homeport:index:Application$homeport:index:ApplicationContainer", `cloud-${name}`);
const labels = (more: Record<string, string>) =>
  Object.entries({ "homeport.application": "cloud", ...more }).map(([label, value]) => ({ label, value }));

/** A container of the application that gets another image. */
const container = (name: string, parent: string, more: Record<string, string>) =>
  steps({
    type: "container",
    name,
    parent,
    ops: ["replace"],
    old: { image: "cloud:1", memory: 256, labels: labels(more) },
    now: { image: "cloud:2", memory: 256, labels: labels(more) },
  });

test("a note tells of an application's containers one by one: how each goes, and how long it is away at most", () => {
  const inputs = { container: "db", deploys: "stop-first", gapSeconds: 110 };
  const all = [
    [
      {
        op: "update",
        urn: member("db"),
        oldState: { parent: application },
        newState: { parent: application, inputs },
      },
    ],
    container("cloud-db-0", member("db"), {
      "homeport.component": "cloud/db",
      "homeport.deploys": "stop-first",
    }),
    container("cloud-app-0", member("app"), {
      "homeport.component": "cloud/app",
      "homeport.deploys": "start-first",
    }),
    container("cloud-migrate", application, {
      "homeport.component": "cloud/migrate",
      "homeport.job": "migrate",
    }),
  ].flat();
  const note = renderNote(reviewOf([digest(all)], reviewOptions));
  expect(note).toMatch(/\| `cloud\/app` \| .* \| start-first: no request lost \|/);
  expect(note).toMatch(
    /\| `cloud\/db` \| .* \| \*\*stop-first: away until the new container answers, 110 s at most\*\* \|/,
  );
  expect(note).toMatch(/\| job `cloud\/migrate` \| .* \| done before its container changes/);
});
