/** In how many turns a repository is read whole. */
export const turnsOf = (percent: number): number => Math.ceil(100 / percent);

/**
 * Shell: `read_part` reads a part of what a repository has, which alone finds a byte that has changed there. One that fails
 * is read again the next day.
 */
export const readFunction = (percent: number): string => `read_part() {
  first_line "$here/turn"
  turn=\${line:-1}
  "restic_$place" check --json --quiet --read-data-subset=$turn/${turnsOf(percent)} > "$work/out" 2> "$work/err" &
  await
  if [ $result = 0 ]; then
    rm -f "$here/unreadable"
    echo $((turn % ${turnsOf(percent)} + 1)) | put "$here/turn"
  else
    problem="what it has cannot be read: $(damage)"
    echo "$problem" | put "$here/unreadable"
  fi
  now | put "$here/read"
  echo "$shown: part $turn of ${turnsOf(percent)} read$([ $result = 0 ] || echo ", with errors")"
  return $result
}
damage() { cat "$work/out" "$work/err" | hide | grep -iE 'pack|blob|data|hash' | grep -v '^{"message_type":"summary"' | sed 's/^{"message_type":"error","message":"//' | cut -c 1-300 | head -n 1 | grep . || reason; }`;
