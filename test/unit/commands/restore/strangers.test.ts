import { expect, test } from "vitest";
import type { MountingContainer } from "../../../../commands/restore/volumes/engine";
import { refuseStrangers } from "../../../../commands/restore/volumes/strangers";

const labelsOf = (environment: string, project = "attic") => ({
  "homeport.project": project,
  "homeport.environment": environment,
});
const one = (name: string, labels = {}, state = "running") =>
  ({ id: name, name, state, labels }) as MountingContainer;
const refusal = (...using: MountingContainer[]) => {
  try {
    refuseStrangers(using, new Set(["known"]), labelsOf("staging"), "wiki");
  } catch (error) {
    return (error as Error).message;
  }
  return undefined;
};

test("who uses data and is in no state is to be stopped first", () => {
  expect(refusal(one("known"), one("ended", {}, "exited"))).toBeUndefined();
  expect(refusal(one("a"), one("left", labelsOf("staging")))).toBe(
    "a, left: uses the data of wiki and is in no state; stop it first, as nobody may write while data are exchanged: docker stop a left",
  );
});

test("containers of another stack are not stopped one by one, as it would miss them: it is put to sleep", () => {
  const said = refusal(one("prod-wiki-0", labelsOf("prod")), one("prod-wiki-1", labelsOf("prod")), one("a"));
  expect(said).toContain("exchanged: npx homeport sleep prod --yes; docker stop a");
});
