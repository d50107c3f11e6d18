import { setTimeout as sleep } from "node:timers/promises";
import { run } from "../images/run";
import { inTurn } from "./turn";

/** How long somebody else's apt is waited for, in seconds. */
const patience = 300;

const quiet = { DEBIAN_FRONTEND: "noninteractive", NEEDRESTART_SUSPEND: "1", LC_ALL: "C" };

/** Installs packages of the machine's own distribution, whoever else is installing some at the moment. */
export const installPackages = (
  packages: readonly string[],
  options: readonly string[] = [],
): Promise<void> =>
  inTurn(
    "apt",
    () => {},
    async () => {
      await apt("update");
      await apt("install", "--yes", ...options, ...packages);
    },
  );

/** `apt-get install` waits by itself for the lock of dpkg; nothing waits for that of the package lists. */
async function apt(...words: string[]): Promise<void> {
  const all = ["-q", "-o", `DPkg::Lock::Timeout=${patience}`, ...words];
  for (let waited = 0; ; waited++) {
    try {
      await run("apt-get", all, { env: quiet });
      return;
    } catch (error) {
      if (waited >= patience || !isLocked((error as Error).message)) throw error;
    }
    await sleep(1_000);
  }
}

export const isLocked = (said: string): boolean => /Could not get lock|Unable to (acquire|lock)/.test(said);
