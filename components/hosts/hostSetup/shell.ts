import { quote } from "../../shared/shell";

/**
 * Renders a script of set-up. It runs as root on any machine that is supported, may run twice, and where it is cut off
 * the next run goes on from there.
 */
export const renderStep = (host: string, functions: readonly string[], body: string): string => `set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
umask 022
fail() { printf '%s\\n' ${quote(`host ${host}: `)}"$*" >&2; exit 1; }
${[...functions, body.trim()].join("\n")}
`;

/** `put FILE` writes what comes in aside and moves it into place, where it differs. */
export const putFunction = `put() {
  mkdir -p "\${1%/*}"
  cat > "$1.new"
  if cmp -s "$1.new" "$1"; then rm "$1.new"; else sync "$1.new"; mv "$1.new" "$1"; fi
}`;

/** Renders the call of `put` with a text. */
export const putFile = (path: string, text: string): string =>
  `put ${path} <<'HOMEPORT_FILE'\n${text.trimEnd()}\nHOMEPORT_FILE`;

/** `within SECONDS COMMAND…` tries a command until it succeeds or its time is up. */
export const withinFunction = `within() {
  end=$(($(date +%s) + $1)); shift
  until "$@"; do
    [ "$(date +%s)" -lt "$end" ] || return 1
    sleep 0.5
  done
}`;

export const systemdFunction = "has_systemd() { [ -d /run/systemd/system ]; }";

/**
 * Runs a script while no other of these does: where a connection was cut, the earlier one may still be at work.
 */
export const oneAtATime = (host: string, script: string): string => `waited=75
flock --close --timeout 900 --conflict-exit-code $waited /run/homeport-setup.lock sh -c ${quote(script)} || {
  status=$?
  [ $status -ne $waited ] || echo ${quote(`host ${host}: another set-up has been at work there for 15 minutes.\n  Wait for its end, or restart the machine.`)} >&2
  exit $status
}
`;
