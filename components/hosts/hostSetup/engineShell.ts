import { systemdFunction, withinFunction } from "./shell";

/** How long an engine may take until it answers, in seconds. */
export const engineSeconds = 90;

/** Shell functions around a machine's Docker engine, with systemd and without. */
export const engineFunctions = `${withinFunction}
${systemdFunction}
export DOCKER_HOST=unix:///run/docker.sock
start_words=/run/homeport-engine.log
asked() { docker version --format "{{.Server.$1}}" 2>/dev/null; }
answers() { asked Version >/dev/null; }
start_engine() {
  if answers; then return; fi
  if has_systemd; then
    systemctl reset-failed docker.service docker.socket 2>/dev/null || true
    systemctl enable --quiet docker.service && systemctl start docker.service
  else
    service docker start
  fi >$start_words 2>&1 </dev/null || true
  within ${engineSeconds} has_started && answers
}
has_started() { answers || is_dead; }
is_dead() {
  if has_systemd; then systemctl is-failed --quiet docker.service
  else sleep 1; ! kill -0 "$(cat /run/docker-ssd.pid 2>/dev/null || echo none)" 2>/dev/null; fi
}
restart_engine() {
  if has_systemd; then systemctl stop docker.service; else service docker stop; fi >/dev/null 2>&1 </dev/null || true
  start_engine
}
engine_words() {
  {
    cat $start_words
    if has_systemd; then journalctl --quiet --no-pager --output cat --unit docker.service --lines 20
    else tail -n 20 /var/log/docker.log; fi
  } 2>/dev/null | grep -iE 'level=(error|fatal)|failed|unable|not ' | grep -v -e level=info -e 'docker\\.service' | tail -n 3 | sed 's/^/  /'
}`;
