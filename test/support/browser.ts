import { execFileSync, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { DevTools } from "./devTools";
import { removeFolder } from "./removeFolder";
import { waitFor } from "./wait";

const runs = (command: string) =>
  !spawnSync(command, ["--version"], { stdio: "ignore", timeout: 20_000 }).error;

/** What a look through a real browser needs and this machine does not have; undefined where all is there. */
export const browserMissing = (): string | undefined =>
  ["chromium", "certutil"].filter((command) => !runs(command)).join(" and ") || undefined;

/** What a person sees. */
export interface Sight {
  /** `secure` is the lock. */
  security: string;
  /** Chromium's code for a page that did not load. */
  error?: string;
  text: string;
}

/** Every name is on this machine; nothing is asked of anyone else. */
const flags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--remote-debugging-port=0",
  "--host-resolver-rules=MAP * 127.0.0.1",
  "about:blank",
];

/**
 * Opens a page in a Chromium of its own.
 * @param authority Root certificate that this browser was told to trust, as PEM. @default the public ones alone
 */
export async function lookAt(url: string, authority?: string): Promise<Sight> {
  const home = mkdtempSync(path.join(tmpdir(), "homeport-browser-"));
  if (authority) trustIn(home, authority);
  const chromium = spawn("chromium", [`--user-data-dir=${home}/profile`, ...flags], {
    env: { ...process.env, HOME: home },
    stdio: ["ignore", "ignore", "pipe"],
    detached: true,
  });
  const gone = once(chromium, "exit");
  try {
    let said = "";
    chromium.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
    });
    const address = () => /DevTools listening on (ws:\S+)/.exec(said)?.[1];
    await waitFor("Chromium to start", async () => address() !== undefined, 30);
    return await see(await DevTools.open(address() ?? ""), url);
  } finally {
    // With all of its own processes, which write into its profile to the end.
    process.kill(-(chromium.pid ?? 0), "SIGKILL");
    await gone;
    removeFolder(home);
  }
}

async function see(devTools: DevTools, url: string): Promise<Sight> {
  const { targetId } = await devTools.send("Target.createTarget", { url: "about:blank" });
  const { sessionId } = await devTools.send("Target.attachToTarget", { targetId, flatten: true });
  await devTools.send("Security.enable", {}, sessionId);
  const { errorText: error } = await devTools.send("Page.navigate", { url }, sessionId);
  const security = () =>
    devTools.latest("Security.visibleSecurityStateChanged")?.visibleSecurityState.securityState;
  await waitFor("Chromium to judge the page", async () => !["neutral", undefined].includes(security()));
  const evaluate = async (expression: string): Promise<string> =>
    (await devTools.send("Runtime.evaluate", { expression }, sessionId)).result.value;
  await waitFor("the page to load", async () => (await evaluate("document.readyState")) === "complete");
  const text = await evaluate("document.body.innerText");
  devTools.close();
  return { security: security(), error, text };
}

/** As a person imports it: into the store that Chromium has in the home directory. */
function trustIn(home: string, authority: string): void {
  const store = path.join(home, ".pki/nssdb");
  const file = path.join(home, "root.pem");
  mkdirSync(store, { recursive: true });
  writeFileSync(file, authority);
  execFileSync("certutil", ["-N", "--empty-password", "-d", `sql:${store}`]);
  execFileSync("certutil", ["-A", "-n", "homeport", "-t", "C,,", "-i", file, "-d", `sql:${store}`]);
}
