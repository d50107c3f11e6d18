import { expect, test } from "vitest";
import { findBackups } from "../../../../commands/backups/find";

const resource = (type: string) => ({ urn: `urn:pulumi:prod::attic::${type}::one`, type });
const stack = "pulumi:pulumi:Stack";

/** Pulumi with stacks that have resources of these types. */
const asking =
  (stacks: Readonly<Record<string, readonly string[]>>) =>
  async (...words: string[]) =>
    words[1] === "ls"
      ? JSON.stringify(Object.keys(stacks).map((name) => ({ name })))
      : JSON.stringify({
          deployment: { resources: (stacks[words[3] ?? ""] ?? []).map(resource) },
        });

test("nothing is backed up where nothing is up yet, and where what is up has no Backups: they are told apart", async () => {
  const find = (stacks: Readonly<Record<string, readonly string[]>>) =>
    findBackups(undefined, undefined, asking(stacks));
  await expect(find({ prod: [stack] })).rejects.toThrow(
    "nothing of prod is up yet, so nothing is backed up; what begins it: npx pulumi up --stack prod",
  );
  await expect(find({})).rejects.toThrow("nothing of the project is up yet");
  await expect(find({ staging: [stack], prod: [stack, "docker:index/network:Network"] })).rejects.toThrow(
    /^nothing of prod is backed up: what is up has no Backups.*npx homeport status --stack prod$/,
  );
});
