import { appendFileSync } from "node:fs";
import { test } from "vitest";
import { Workspace } from "../e2e/workspace";
import { fitting } from "./clone";
import { directory } from "./hypervisor";
import { provideTemplate } from "./template";

test("x", async () => {
  const args = { ...fitting(await provideTemplate(), "192.168.177.12"), directory, accelerator: "auto" };
  const workspace = await Workspace.open("virtual");
  const home = await workspace.stack("prod");
  const go = async (what: string, changed: object, how: "tryUp" | "tryPreview" = "tryUp") => {
    home.configure({ "vm:args": { ...args, ...changed } });
    const { told, changes, seconds } = await home[how]();
    appendFileSync(
      "/tmp/vm/tmp.log",
      `\n##### ${what} ${JSON.stringify(changes)} ${seconds}\n${told
        .split("\n")
        .filter((l) => !l.startsWith("{"))
        .join("\n")}\n`,
    );
  };
  await go("up", {});
  await go("same", {}, "tryPreview");
  await go("smaller", { diskSize: "3500MiB" });
  await go("same", {}, "tryPreview");
  await go("disposable preview", { disposable: true }, "tryPreview");
  await go("disposable", { disposable: true });
  await home.destroy();
  await workspace.close();
}, 900000);
