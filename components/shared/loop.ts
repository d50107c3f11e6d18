import { putFunction } from "./secretFiles";

/** Shell: what a program that runs for ever in a container reads and writes by. */
export const fileFunctions = `now() { date +%s; }
random() { echo $(($(od -An -N2 -tu2 /dev/urandom) % $1)); }
${putFunction}
# Without another process: it is asked for every few seconds.
first_line() { line=; { read -r line < "$1"; } 2>/dev/null; }`;

/** Shell: waits that a signal interrupts. */
export const waitFunctions = `await() { child=$!; wait "$child"; result=$?; child=; return $result; }
pause() { sleep "$1" & await; }`;
