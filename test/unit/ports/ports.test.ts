import { describe, expect, test } from "vitest";
import { renderPortApply } from "../../../components/ports/apply";
import { renderPort } from "../../../components/ports/config";
import { ports } from "../cases";
import { expectGolden } from "../golden";

describe.each(Object.entries(ports))("the port %s", (name, port) => {
  test("reads to the letter as HAProxy was shown it", () => {
    expectGolden(`ports/${name}.cfg`, renderPort(port).text);
  });

  test("is put to work by a script that reads to the letter as it was tried", () => {
    expectGolden(`ports/${name}.sh`, renderPortApply(port));
  });
});

test("a container under another name is another revision, and the server keeps its name", () => {
  const after = { ...ports.ssh, containers: ["git-0-9f8e7d6"] };
  expect(renderPort(after).revision).not.toBe(renderPort(ports.ssh).revision);
  const servers = (config: typeof after) => renderPort(config).text.match(/server container\S+ \S+/g);
  expect(servers(after)).toEqual(["server container-0 git-0-9f8e7d6:22"]);
});

test.each([
  [512, 6],
  [4096, 6],
  [256, 2],
  [64, 1],
])("with memory for %d connections, sessions outlive %d reloads", (maxConnections, reloads) => {
  expect(renderPort({ ...ports.ssh, maxConnections }).text).toContain(`mworker-max-reloads ${reloads}\n`);
});

test("connections of before end after the time that they have, which HAProxy does not take for none", () => {
  expect(renderPort({ ...ports.ssh, drainSeconds: 600 }).text).toContain("hard-stop-after 600s\n");
  expect(renderPort(ports.mail).text).toContain("hard-stop-after 1s\n");
});
