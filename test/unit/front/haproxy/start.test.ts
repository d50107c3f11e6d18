import { test } from "vitest";
import { renderStart } from "../../../../components/front/haproxy/start";
import { expectGolden } from "../../golden";

test.each([
  ["whose certificates change by themselves", "start-watched.sh", true],
  ["without such certificates", "start.sh", false],
])("a HAProxy %s starts to the letter as it was shown to", (_, file, watched) => {
  expectGolden(file, renderStart(watched));
});
