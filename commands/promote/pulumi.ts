import { execFileSync } from "node:child_process";

/** Asks Pulumi's command line, which decrypts nothing unless it is told to. */
export function askPulumi(...words: string[]): string {
  try {
    return execFileSync("pulumi", [...words, "--non-interactive"], {
      encoding: "utf8",
      maxBuffer: 2 ** 28,
      stdio: ["ignore", "pipe", "pipe"],
    });
  } catch (error) {
    const { code, stderr, message } = error as { code?: string; stderr?: string; message: string };
    if (code === "ENOENT")
      throw new Error("there is no pulumi on PATH; https://www.pulumi.com/docs/install/");
    throw new Error(`pulumi ${words.join(" ")}: ${stderr?.trim() || message}`);
  }
}
