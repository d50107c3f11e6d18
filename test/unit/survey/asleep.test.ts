import { expect, test } from "vitest";
import { parts } from "../../../components/survey/script";
import { parseSurvey } from "../../../components/survey/survey";
import { usersOf } from "../../../components/survey/volumeUsers";
import { container, stateOf, surveyOf } from "./surveys";

const since = "2026-11-27T10:00:00.000Z";
const answer: Partial<Record<(typeof parts)[number], string>> = {
  containers: [
    "blog-1\texited\tExited (0)",
    "notes-1\trunning\tUp 2 hours",
    "wiki-1\texited\tExited (1)",
  ].join("\n"),
  volumes: `mark\thomeport.asleep=${since},homeport.component=sleep,homeport.sleepers=blog-1 notes-1\ndata\t`,
};

test("what a volume remembers as put to sleep is asleep, unless it runs; whatever else has ended is not", () => {
  const text = parts.map((part) => `== ${part}\n${answer[part] ?? ""}`).join("\n");
  expect(parseSurvey(text).containers.map(({ name, asleep }) => [name, asleep])).toEqual([
    ["blog-1", since],
    ["notes-1", undefined],
    ["wiki-1", undefined],
  ]);
});

test("what sleeps will write to its data again, and is one more writer today", () => {
  const labels = {
    "homeport.project": "homeport",
    "homeport.environment": "prod",
    "homeport.component": "wiki",
  };
  const wanted = { path: "wiki.volumes.data.existing", host: "infra", volume: "data", labels };
  const sleeper = container({
    state: "exited",
    mounts: ["data"],
    labels: { ...labels, "homeport.environment": "staging", "homeport.deploys": "stop-first" },
  });
  const users = (asleep?: string) =>
    usersOf(
      wanted,
      stateOf({}),
      surveyOf({ containers: [asleep === undefined ? sleeper : { ...sleeper, asleep }] }),
    );
  expect(users(since).refused).toContain('the container "prod-blog-0" on host infra');
  expect(users()).toEqual({});
});
