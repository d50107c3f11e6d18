import { libraryFile, stateMount } from "../../components/backups/layout";

/**
 * Shell: what reaches repositories, in a container that has the ways to them, or is handed them over its standard input.
 * @param handed whether it is, and they are another environment's
 */
export const reached = (handed: boolean): string =>
  `${handed ? `base64 -d | tar -x -C ${stateMount} || exit 1\n` : ""}. ${libraryFile}\n`;

/**
 * Shell: what is brought goes to the disk meanwhile, and not all at its end. Unlike the backup container, what brings it is not
 * held to little memory.
 */
export const bringing = `unset GOGC
{ while sleep 1; do sync; done; } > /dev/null 2>&1 &
trap "kill $!" EXIT
`;

/** Shell: restic at a place. Of another environment's repository nothing is changed, and nothing is kept. */
export const resticAt = (command: string, handed: boolean): string =>
  handed ? `${command} --no-lock --no-cache` : command;
