import { execFile } from "node:child_process";
import { visit } from "../machine/visit";
import type { EngineDoor } from "./pull";

const patienceMilliseconds = 10_000;

/**
 * Has a script run on an engine's machine that changes nothing there.
 * @param isHere whether that is the machine that runs the program, where it is not entered over SSH
 * @returns what it tells; undefined where nobody answers
 */
export async function askThere(
  door: EngineDoor,
  isHere: boolean,
  script: string,
): Promise<string | undefined> {
  if ("endpoint" in door) return isHere ? askHere(door.endpoint, script) : undefined;
  const { stdout, failure } = await visit(door.target, script);
  return failure === undefined ? stdout : undefined;
}

const askHere = (endpoint: string, script: string): Promise<string | undefined> =>
  new Promise((resolve) => {
    const env = { ...process.env, DOCKER_HOST: endpoint };
    execFile("/bin/sh", ["-c", script], { env, timeout: patienceMilliseconds }, (error, stdout) =>
      resolve(error ? undefined : stdout),
    );
  });
