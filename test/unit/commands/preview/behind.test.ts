import { expect, test } from "vitest";
import { reviewOf } from "../../../../commands/preview/model/review";
import { renderNote } from "../../../../commands/preview/render/note";
import { digest, limited, reviewOptions, steps, urn } from "./fixtures";

const farm = urn("homeport:index:HaproxyFarm", "farm");
const labels = [{ label: "homeport.component", value: "farm" }];
const believes = (addresses: string[], by: string) => ({ behind: { addresses, by } });

/** A note of a farm whose container stays, and whose configuration changes. */
function noteOf(before: Record<string, unknown>, after: Record<string, unknown>): string {
  const container = steps({
    type: "container",
    name: "farm-haproxy",
    parent: farm,
    ops: ["same"],
    old: { ...limited(256), labels },
  });
  const config = steps({ type: "store", name: "farm-config", parent: farm, ops: ["update"] }).map((step) => ({
    ...step,
    detailedDiff: { stdin: {} },
  }));
  const itself = { op: "update", urn: farm, oldState: { inputs: before }, newState: { inputs: after } };
  return renderNote(reviewOf([digest([itself, ...container, ...config])], reviewOptions));
}

const proxy = believes(["10.0.0.7", "192.0.2.0/24"], "proxy-protocol");

test("whom a farm begins to believe who a visitor is, is told first and in a row of its own", () => {
  const note = noteOf({}, proxy);
  expect(note).toContain(
    "- **`prod`**: `farm` believes `10.0.0.7`, `192.0.2.0/24` by `proxy-protocol` who a visitor is: whoever calls from there can say to be anyone",
  );
  expect(note).toContain(
    "| `farm` | believes `10.0.0.7`, `192.0.2.0/24` by `proxy-protocol` | by a reload: no request lost |",
  );
});

test("so it is when it believes others, or nobody any more", () => {
  expect(noteOf(proxy, believes(["10.0.0.7"], "x-forwarded-for"))).toContain(
    "`farm` believes `10.0.0.7` by `x-forwarded-for` who a visitor is",
  );
  expect(noteOf(proxy, {})).toContain(
    "`farm` believes nobody any more who a visitor is: all who come by a proxy",
  );
});

test("a farm that believes whom it believed before takes its configuration in silence", () => {
  const note = noteOf(proxy, proxy);
  expect(note).toContain("`farm` takes a new configuration by a reload: no request lost");
  expect(note).not.toContain("believes");
});

test("what is no address and no way is not repeated", () => {
  expect(noteOf({}, believes(["hunter2"], "proxy-protocol"))).not.toContain("hunter2");
  expect(noteOf({}, believes(["10.0.0.7"], "hunter2"))).not.toContain("hunter2");
});
