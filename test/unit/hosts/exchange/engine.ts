import type { Thing } from "../../../../components/hosts/exchange/thing";
import { hiddenVariable } from "../../../../components/shared/inside";
import { byTitle, type Titled } from "../../../../components/shared/titled";
import { Bench } from "../../bench";

/** A container of a fake engine. */
export interface FakeContainer {
  readonly state?: "running" | "exited" | "created" | "restarting";
  readonly component?: string;
  readonly project?: string;
  readonly environment?: string;
  /** Empty for what is no service. */
  readonly deploys?: string;
  readonly networks?: string;
  readonly mounts?: string;
  /** When it ended. */
  readonly ended?: string;
  /** What the engine says instead of starting it. */
  readonly refuses?: string;
}

export const farm: Thing = {
  project: "homeport",
  environment: "prod",
  component: "farm",
  isService: false,
  network: "prod-network-0a1b2c3",
  volumes: ["prod-farm-config-0a1b2c3"],
};

const fieldsOf = ({
  state = "running",
  component = "farm",
  project = "homeport",
  environment = "prod",
  deploys = "",
  networks = "prod-network-0a1b2c3",
  mounts = "prod-farm-config-0a1b2c3,prod-farm-certificates-0a1b2c3",
}: FakeContainer) => [state, component, project, environment, deploys, networks, mounts].join("|");

const body = (exec: string, inspect: string) => `engine="$BENCH/engine"
become() { sed -i "s/^[a-z]*/$2/" "$engine/$1"; }
words=" $* "
case "$1" in
  ps)
    [ ! -f "$BENCH/silent" ] || { echo "no engine answers" >&2; exit 1; }
    case $words in *" publish="*) echo "the container other of the environment staging"; exit ;; esac
    for one in "$engine"/*; do [ ! -f "$one" ] || echo "\${one##*/}|$(cat "$one")"; done ;;
  start)
    if [ -s "$BENCH/refusal/$2" ]; then cat "$BENCH/refusal/$2" >&2; exit 1; fi
    become "$2" running ;;
  stop) shift 3; for one; do [ ! -f "$BENCH/stubborn" ] || { echo "cannot stop $one" >&2; exit 1; }; [ ! -f "$engine/$one" ] || grep -q '^created' "$engine/$one" || become "$one" exited; done ;;
  rm) shift 2; for one; do rm -f "$engine/$one"; done ;;
  exec) ${exec} ;;
  logs) printf '%s\\n' "log of $4" ;;
  network) echo "172.30.70.254/24 squatter" ;;
  inspect) case $words in
      *FinishedAt*) shift 3; for one; do echo "$(cat "$BENCH/ended/$one" 2>/dev/null || echo 0001-01-01T00:00:00Z) $one"; done ;;
      *IPAMConfig*) echo 172.30.70.254 ;;
      *State.Status*) ${inspect} ;;
      *Networks*) echo prod-network-0a1b2c3 ;;
    esac ;;
esac`;

/** A machine with a fake engine. `exec` and `inspect` are shell: what a script inside does, and how a container fares. */
export function engine(
  containers: Readonly<Record<string, FakeContainer>>,
  { exec = "cat >/dev/null", inspect = "echo running false 0 0 0" } = {},
): Bench {
  const bench = new Bench([])
    .fake("docker", body(exec, inspect))
    .fake("setsid", 'shift; [ "$1" = true ] || exec "$@"');
  for (const [name, one] of Object.entries(containers)) {
    bench.write(`engine/${name}`, fieldsOf(one));
    if (one.ended) bench.write(`ended/${name}`, one.ended);
    if (one.refuses) bench.write(`refusal/${name}`, one.refuses);
  }
  return bench;
}

/** Name and state of all containers that there are. */
export const left = (bench: Bench, ...names: readonly string[]): Record<string, string | undefined> =>
  Object.fromEntries(names.map((name) => [name, bench.read(`engine/${name}`)?.split("|")[0]]));

/** Runs a command as Pulumi's provider does; the calls of the engine that change something or ask a container. */
export function run(bench: Bench, command: Titled, hidden = "") {
  const outcome = bench.run([...byTitle([command]), command.title], "the script", {
    [hiddenVariable]: hidden,
    TMPDIR: bench.folder,
  });
  const calls = outcome.calls
    .filter((call) => /^docker (start|stop|rm|exec)/.test(call))
    .map((call) => call.replace(/^docker /, "").split("\n")[0]);
  return { ...outcome, changes: calls };
}
