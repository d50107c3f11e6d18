import { spawnSync } from "node:child_process";
import { onTestFinished } from "vitest";

/** Runs the engine's command. */
export function docker(words: string[], input = "") {
  const { status, stdout, stderr, error } = spawnSync("docker", words, {
    input,
    encoding: "utf8",
    timeout: 120_000,
    // A router that tells everything fills more than the usual.
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error) throw new Error(`docker ${words[0]} did not end within 120 s`, { cause: error });
  return { status, said: stdout + stderr };
}

/** A container without any network but its own loopback, which goes with the test. */
export const container = (image: string, script: string, ...words: string[]): string =>
  containerWith([], image, script, ...words);

/** The same, with options of `docker run`. */
export function containerWith(options: string[], image: string, script: string, ...words: string[]): string {
  const sh = ["--entrypoint", "sh", image, "-c", script, "sh"];
  const { status, said } = docker(["run", "-d", "--rm", "--network", "none", ...options, ...sh, ...words]);
  if (status !== 0) throw new Error(said);
  const id = said.trim();
  onTestFinished(() => void docker(["rm", "-f", id]));
  return id;
}

/** Runs a script as root inside a container. */
export const inside = (id: string, script: string) => docker(["exec", "-i", "-u", "0", id, "sh"], script);
