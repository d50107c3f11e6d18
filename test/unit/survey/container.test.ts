import { expect, test } from "vitest";
import { fateOf } from "../../../components/survey/container";
import { container, surveyOf } from "./surveys";

const remembered = (labels: { label: string; value: string }[] = []) => ({
  type: "docker:index/container:Container",
  outputs: { name: "prod-blog-0", labels, networksAdvanced: [{ name: "prod-network" }] },
});
const made = [{ label: "homeport.anew", value: "prod-blog-0-before" }];
const fate = (there: Parameters<typeof container>[0] | undefined, labels = made) =>
  fateOf(remembered(labels), surveyOf({ containers: there ? [container(there)] : [] }));

test("a container that is new has no mark", () =>
  expect(fateOf(undefined, surveyOf())).toEqual({ mark: undefined }));

test.each([
  ["paused", "prod-blog-0 is paused, and answers nobody; docker unpause prod-blog-0"],
  ["restarting", "prod-blog-0 ends again and again; docker logs prod-blog-0"],
])("a container that is %s is told of, and no new one would help", (state, idle) =>
  expect(fate({ state })).toEqual({ mark: "prod-blog-0-before", idle }),
);

test.each(["running", "created"])(
  "a container that is %s keeps the mark that it has, or each preview would replace it",
  (state) => expect(fate({ state })).toEqual({ mark: "prod-blog-0-before" }),
);

test("a container whose host does not answer keeps the mark that it has", () =>
  expect(fateOf(remembered(made), undefined)).toEqual({ mark: "prod-blog-0-before" }));

test("a container that its engine has lost gets another mark, and is made anew for it", () =>
  expect(fate(undefined)).toEqual({ mark: "prod-blog-0", gone: "prod-blog-0 is gone" }));

test.each(["exited", "dead"])("a container that is %s is made anew, and its status is told", (state) =>
  expect(fate({ state, status: "Exited (137) 2 hours ago" })).toEqual({
    mark: "prod-blog-0",
    gone: "prod-blog-0 has ended (Exited (137) 2 hours ago)",
  }),
);

test("a container that was taken off its network is made anew", () =>
  expect(fate({ networks: ["bridge"] }).gone).toBe(
    "prod-blog-0 is not on the network prod-network any more",
  ));

test("a container that was put to sleep keeps the mark that it has: nothing is to be made anew", () =>
  expect(fate({ state: "exited", asleep: "2026-11-27T10:00:00.000Z" })).toEqual({
    mark: "prod-blog-0-before",
    asleep: "2026-11-27T10:00:00.000Z",
  }));
