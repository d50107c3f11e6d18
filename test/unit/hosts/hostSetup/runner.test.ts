import { expect, test } from "vitest";
import {
  defaultRunner,
  renderRunner,
  renderRunnerRemove,
} from "../../../../components/hosts/hostSetup/runner";
import { expectGolden } from "../../golden";
import { complaints } from "./shell";

const url = "https://gitlab.example.org";
const mark = { origin: { project: "homeport", stack: "prod" }, id: "0123456789abcdef", agreed: [] };
const deb = "https://example.org/gitlab-runner.deb";

test.each([
  ["runner-gitlab", renderRunner("apps", { ...defaultRunner, url }, mark)],
  [
    "runner-url",
    renderRunner(
      "apps",
      {
        ...defaultRunner,
        url,
        executor: "shell",
        package: { from: "url", url: deb, sha256: "00ff".repeat(16) },
      },
      mark,
    ),
  ],
  [
    "runner-file",
    renderRunner(
      "apps",
      { ...defaultRunner, url, package: { from: "file", path: "/srv/gitlab runner.deb" } },
      mark,
    ),
  ],
  ["runner-remove", renderRunnerRemove("apps")],
])("the script %s is to the letter what was agreed to, and a shell reads it", (name, script) => {
  expectGolden(`hostSetup/${name}.sh`, script);
  expect(complaints(script)).toBe("");
});
