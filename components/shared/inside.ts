import { commandLine } from "./shell";

/** Name of the environment variable with values that no log line may show, one a line. */
export const hiddenVariable = "HOMEPORT_HIDDEN";

/** The command line that runs a shell inside a container, its script on standard input. */
export const shellInside = (container: string, ...options: readonly string[]): string =>
  commandLine("docker", "exec", "-i", ...options, container, "sh");

/**
 * Blots out the hidden values, the longest first where several begin at one place:
 * what an application logs is shown to everyone who sees the update.
 */
export const blot = `awk 'BEGIN { n = split(ENVIRON["${hiddenVariable}"], hidden, "\\n") }
{ shown = ""
  for (at = 1; at <= length($0);) {
    found = ""
    for (i = 1; i <= n; i++)
      if (length(hidden[i]) > length(found) && substr($0, at, length(hidden[i])) == hidden[i]) found = hidden[i]
    shown = shown (found == "" ? substr($0, at, 1) : "[secret]")
    at += found == "" ? 1 : length(found)
  }
  print shown }'`;

/**
 * Shows the last lines that a container logged: where it failed, they are the cause that a person needs.
 * @param container a word of the shell: a name, or a variable that holds one
 */
export const lastLines = (container: string): string =>
  `{ echo "the last lines that "${container}" logged:"; docker logs --tail 20 ${container} 2>&1 | ${blot}; } >&2`;

/** The same as `shellInside`; where the script fails, what the container logged last is shown. */
export const insideOrTell = (container: string, ...options: readonly string[]): string =>
  `${shellInside(container, ...options)} || { ${lastLines(container)}; exit 1; }`;

/** The same of a script that waits for other containers: where one is not ready, its name is all that the script writes, and its lines are shown. */
export const insideOrTellOf = (container: string): string =>
  `failed=$(${shellInside(container)}) && exit
${lastLines(`"\${failed:-${container}}"`)}
exit 1`;
