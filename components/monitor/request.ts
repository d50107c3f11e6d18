import { monitorPorts, type Part, passwordFile, watcher } from "./layout";

/**
 * Shell: `NAME PATH` prints what a program of the container's own answers, with its headers. Among a program's words all of the
 * machine would see the password. Who stops listening is answered no more: so the question has no end before the answer has.
 */
export const requestFunction = (name: string, part: Part): string => `${name}() {
  question=/tmp/question.$$
  rm -f "$question" && mkfifo "$question" && exec 3<> "$question" && rm "$question"
  printf 'GET %s HTTP/1.0\\r\\nAuthorization: Basic %s\\r\\n\\r\\n' "$1" "$(printf '${watcher}:%s' "$(cat ${passwordFile})" | base64 | tr -d '\\n')" >&3
  nc 127.0.0.1 ${monitorPorts[part]} <&3
  exec 3>&-
}`;
