/** @returns the text as one word of a POSIX shell, whatever characters it has. */
export const quote = (text: string): string =>
  /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;

/** @returns the words as one command line of a POSIX shell. */
export const commandLine = (...words: readonly string[]): string => words.map(quote).join(" ");

/** A shell function: `poll SECONDS COMMAND…` tries a command until it succeeds or its time is up. */
export const pollFunction = `poll() {
  seconds=$1; shift
  deadline=$(($(date +%s) + seconds))
  until "$@" >/dev/null 2>&1; do
    [ "$(date +%s)" -lt "$deadline" ] || return 1
    sleep 0.2
  done
}`;
