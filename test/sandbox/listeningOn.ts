import { execFileSync } from "node:child_process";
import { testImages } from "../images/tags";

/** The image of the answering server as one that listens on another port, as a user's application does. */
export function listeningOn(port: number): string {
  const tag = `${testImages.echo}-${port}`;
  execFileSync("docker", ["build", "--quiet", "--tag", tag, "-"], {
    input: `FROM ${testImages.echo}\nENV PORT=${port}\nEXPOSE ${port}\n`,
    stdio: ["pipe", "ignore", "pipe"],
  });
  return tag;
}
