/** Shell: `plight CONTAINER` tells in one phrase how a container fares. One that ends again and again is caught at its end. */
export const plightFunction = `plight() {
  for try in 1 2 3 4 5 6 7 8 9 10; do
    fares=$(docker inspect -f '{{.State.Status}} {{.State.OOMKilled}} {{.State.ExitCode}} {{.RestartCount}} {{.HostConfig.Memory}}' "$1" 2>/dev/null) || { echo "it is gone"; return; }
    case $fares in "running "*" 0 "*) break ;; "running "*) sleep 0.2 ;; *) break ;; esac
  done
  echo "$fares" | while read -r state killed status restarts memory; do
    case $state in running) [ $restarts -gt 0 ] || { echo "it runs"; break; } ;; created) echo "it was not started"; break ;; esac
    if [ $state = running ]; then ended="it ends again and again"
    elif [ $killed = true ]; then ended="it ran out of memory, of which it has $((memory / 1048576)) MiB, and was killed"
    else ended="it ended with exit status $status"; fi
    case $restarts in 0) echo "$ended" ;; 1) echo "$ended, and was started again once" ;; *) echo "$ended, and was started again $restarts times" ;; esac
  done
}`;
