import { afterAll, beforeAll } from "vitest";
import { e2e } from "./floor";
import type { Home } from "./home";
import { failedExchange } from "./life/failedExchange";
import { failedUpdate } from "./life/failedUpdate";
import { killed } from "./life/killed";
import { stopFirst } from "./life/stopFirst";
import { unchanged } from "./life/unchanged";
import { underLoad } from "./life/underLoad";
import { Workspace } from "./workspace";

e2e("a stack's life", () => {
  let workspace: Workspace | undefined;
  let home: Home | undefined;
  beforeAll(async () => {
    workspace = await Workspace.open("suite");
    home = await workspace.stack("prod");
  });
  afterAll(() => workspace?.close());

  const opened = () => {
    if (!home) throw new Error("there is no stack");
    return home;
  };
  // In this order: each part goes on from where the one before it left the stack.
  unchanged(opened);
  underLoad(opened);
  failedUpdate(opened);
  stopFirst(opened);
  failedExchange(opened);
  killed(opened);
});
