import { expect, test } from "vitest";
import { readWanted } from "../../../../commands/restore/wanted";

test("data are named by their service, perhaps with a volume, and by nothing more", () => {
  expect(readWanted("wiki")).toEqual({ service: "wiki" });
  expect(readWanted("wiki/files")).toEqual({ service: "wiki", volume: "files" });
  expect(() => readWanted("wiki/files/photos/2024")).toThrow(
    "what is in a volume is brought by: npx homeport restore wiki/files --path photos/2024 --to FILE",
  );
});
