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
    const { stderr, message } = error as { stderr?: string; message: string };
    throw new Error(`pulumi ${words.join(" ")}: ${stderr?.trim() || message}`);
  }
}
