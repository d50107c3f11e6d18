/**
 * Shell: `halt CONTAINER…` lets containers end, and kills what has not ended in time: that is what the program grants,
 * or what one of them was promised when it was made, whichever is longer. It is time, and not delay: what ends earlier
 * is not waited for.
 * @param graceSeconds what the program grants
 */
export const haltFunction = (graceSeconds: number): string => `halt() {
  grace=$(docker inspect -f '{{.Config.StopTimeout}}' "$@" 2>/dev/null | awk -v grace=${graceSeconds} '$1 + 0 > grace { grace = $1 } END { print grace }')
  docker stop -t "$grace" "$@" >/dev/null
}`;
