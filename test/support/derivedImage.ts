import { execFileSync } from "node:child_process";

/** Another image made of one that is there: `tag` is its tag, with `suffix`. @param lines of a Dockerfile */
export function derivedImage(tag: string, suffix: string, lines: string[]): string {
  const derived = `${tag}-${suffix}`;
  execFileSync("docker", ["build", "--quiet", "--tag", derived, "-"], {
    input: [`FROM ${tag}`, ...lines, ""].join("\n"),
    stdio: ["pipe", "ignore", "pipe"],
  });
  return derived;
}
