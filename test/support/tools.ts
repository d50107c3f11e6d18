import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { run } from "../images/run";

/** Makes sure that there is such a command; as root on Debian, its package is installed. */
export async function installed(command: string, debianPackage: string): Promise<void> {
  if (onPath(command)) return;
  const problem = `there is no "${command}" command; on Debian or Ubuntu: apt-get install ${debianPackage}`;
  if (process.getuid?.() !== 0 || !onPath("apt-get")) throw new Error(problem);
  const quiet = { env: { DEBIAN_FRONTEND: "noninteractive", NEEDRESTART_SUSPEND: "1" } };
  await run("apt-get", ["-q", "update"], quiet);
  await run("apt-get", ["-q", "install", "--yes", "--no-install-recommends", debianPackage], quiet);
}

/** Whether there is such a command. */
export function onPath(command: string): boolean {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
