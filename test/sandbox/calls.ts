import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { grpcImage } from "../images/tags";
import { removeFolder } from "../support/removeFolder";
import { docker } from "./alone";

/**
 * What a client of gRPC says of calls, as a visitor of a name.
 * @param at address and port of the farm
 * @param authority who issued the farm's certificates: PEM
 */
export function call(at: string, name: string, authority: string, ...calls: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "speak-"));
  onTestFinished(() => removeFolder(folder));
  writeFileSync(join(folder, "root.pem"), authority);
  const visitor = ["run", "--rm", "--network", "host", "-v", `${folder}:/ca:ro`, "-u", "0", grpcImage];
  return docker([...visitor, "try", at, "--name", name, "--ca", "/ca/root.pem", ...calls]);
}
