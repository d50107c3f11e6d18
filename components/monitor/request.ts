import { monitorPorts, type Part, passwordFile, watcher } from "./layout";

/**
 * Shell: `NAME PATH` prints what a program of the container's own answers, with its headers. Among a program's words all of the
 * machine would see the password.
 */
export const requestFunction = (name: string, part: Part): string => `${name}() {
  printf 'GET %s HTTP/1.0\\r\\nAuthorization: Basic %s\\r\\n\\r\\n' "$1" "$(printf '${watcher}:%s' "$(cat ${passwordFile})" | base64 | tr -d '\\n')" \\
    | nc 127.0.0.1 ${monitorPorts[part]}
}`;
