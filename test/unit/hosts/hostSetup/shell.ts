import { spawnSync } from "node:child_process";

/** What the shell, and shellcheck where it is installed, have to say about a script. */
export function complaints(script: string): string {
  const said = (program: string, args: string[]) => {
    const { stdout, stderr, error } = spawnSync(program, args, { input: script, encoding: "utf8" });
    return error ? "" : stdout + stderr;
  };
  // Functions of the base that a step leaves unused, and words that are split on purpose.
  const passed = "SC1091,SC2015,SC2034,SC2046,SC2086,SC2094,SC2154,SC2317,SC2329";
  return said("sh", ["-n"]) + said("shellcheck", ["-s", "sh", "-e", passed, "-"]);
}
