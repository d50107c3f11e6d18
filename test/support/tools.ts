import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { installPackages } from "./apt";

/** Makes sure that there is such a command; as root on Debian, its package is installed. */
export async function installed(command: string, debianPackage: string): Promise<void> {
  if (onPath(command)) return;
  const problem = `there is no "${command}" command; on Debian or Ubuntu: apt-get install ${debianPackage}`;
  if (process.getuid?.() !== 0 || !onPath("apt-get")) throw new Error(problem);
  await installPackages([debianPackage], ["--no-install-recommends"]);
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
