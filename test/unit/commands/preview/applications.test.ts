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

/** The application itself, whose inputs tell where its data are. */
const itself = (op: string, before: Record<string, string>, after: Record<string, string>) => ({
  op,
  urn: application,
  ...(op === "create" ? {} : { oldState: { inputs: { places: before } } }),
  newState: { inputs: { places: after } },
});
const volume = (op: string, name: string) =>
  steps({
    type: "volume",
    name: `cloud-volume-${name}`,
    parent: application,
    ops: [op],
    retainOnDelete: true,
  });
const noteOf = (...all: object[][]) => renderNote(reviewOf([digest(all.flat() as never)], reviewOptions));

test("a new application has one row for its data and one for each container, and only these are counted", () => {
  const note = noteOf(
    [itself("create", {}, { photos: "/srv/photos", old: "nextcloud_html" })],
    volume("create", "db"),
    steps({
      type: "container",
      name: "cloud-db-0",
      parent: member("db"),
      ops: ["create"],
      now: { image: "mariadb:11.8.5", memory: 256, labels: labels({ "homeport.component": "cloud/db" }) },
    }),
  );
  expect(note).toContain("### `prod`: 1 service added");
  expect(note).toContain(
    "| new application `cloud` | volume `db`; data `photos` in directory `/srv/photos`; data `old` in volume `nextcloud_html` | with its containers |",
  );
  expect(note).not.toContain("no memory limit");
});

test("data that are taken from another place are told first: nothing of the former is in them", () => {
  const note = noteOf(
    [itself("update", { html: "old_html", gone: "x_y" }, { html: "/srv/html", db: "new_db", more: "more" })],
    volume("delete", "db"),
  );
  expect(note).toContain(
    "- **`prod`**: data `html` of `cloud` are looked for elsewhere, volume `old_html` → directory `/srv/html`: what is in the former stays there, and is not taken along",
  );
  expect(note).toContain(
    "data `db` of `cloud` are looked for elsewhere, a volume of its own → volume `new_db`",
  );
  expect(note).toContain("data of `html`: volume `old_html` → directory `/srv/html`");
  expect(note).not.toContain("`more`");
});

test("a place that is the same is not told, and one of no form that a place has is not repeated", () => {
  const same = { html: "old_html" };
  expect(noteOf([itself("same", same, same)])).toContain("Nothing changes");
  const hostile = noteOf([itself("update", { html: "a: secret" }, { html: "/b: secret" })]);
  expect(hostile).toContain("data of `html`: another volume → another directory");
  expect(hostile).not.toContain("secret");
});

test("an image that nothing has proven is told with the names that an application's containers and jobs have", () => {
  const guardRails = {
    ...reviewOptions.guardRails,
    proven: { environments: ["prod"], images: [], except: [] },
  };
  const all = [
    ...container("cloud-app-0", member("app"), { "homeport.component": "cloud/app" }),
    ...container("cloud-migrate", application, {
      "homeport.component": "cloud/migrate",
      "homeport.job": "migrate",
    }),
  ];
  expect(renderNote(reviewOf([digest(all)], { ...reviewOptions, guardRails }))).toContain(
    "`cloud/app` and `cloud/migrate` get `cloud:2`, which no promotion has shown at work",
  );
});
