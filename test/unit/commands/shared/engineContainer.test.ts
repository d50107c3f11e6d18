import { expect, test } from "vitest";
import { inWords, parseContainers } from "../../../../commands/shared/engineContainer";

test.each([
  [
    'failed to create task for container: failed to create shim task: OCI runtime create failed: runc create failed: unable to start container process: error during container init: error mounting "/mnt/disk/prod" to rootfs at "/repositories/0": stat /mnt/disk/prod: no such file or directory: unknown',
    "its host does not have /mnt/disk/prod any more",
  ],
  [
    'invalid mount config for type "bind": bind source path does not exist: /mnt/disk/prod',
    "its host does not have /mnt/disk/prod any more",
  ],
  ["driver failed programming external connectivity", "driver failed programming external connectivity"],
])("why an engine could not start a container is told in words: %s", (error, words) => {
  expect(inWords(error)).toBe(words);
  const state = { Status: "exited", ExitCode: 128, OOMKilled: false, StartedAt: "", FinishedAt: "" };
  const answer = { id: "a", name: "/a", image: "i", imageId: "s", restarts: 0, memoryLimit: 0, networks: {} };
  const read = (said: string) =>
    parseContainers(JSON.stringify({ ...answer, labels: {}, state: { ...state, Error: said } }))[0];
  expect(read(error)?.notStarted).toBe(words);
  expect(read("")).not.toHaveProperty("notStarted");
});
