import { pipe } from "./inside";
import type { Machine } from "./machine";

/** Gives a stand-in's engine images that the outer engine holds. */
export const loadImages = ({ container }: Machine, images: string[]): Promise<void> =>
  pipe(["docker", "save", ...images], ["docker", "exec", "-i", container, "docker", "load"]);

/** Installs the distribution's engine by hand, for tests that are not about setting it up. */
export async function installEngine(machine: Machine): Promise<void> {
  const packages = machine.debian === 12 ? "docker.io" : "docker.io docker-cli";
  await machine.run(`export DEBIAN_FRONTEND=noninteractive
apt-get -q update
apt-get -q install --yes --no-install-recommends ${packages} iptables
for attempt in $(seq 100); do docker version >/dev/null 2>&1 && exit; sleep 0.2; done
cat /var/log/docker.log >&2; exit 1`);
}

/** Gives the user who enters a stand-in another shell. */
export const loginShell = (machine: Machine, shell: string): Promise<string> =>
  machine.run(`export DEBIAN_FRONTEND=noninteractive
apt-get -q install --yes --no-install-recommends ${shell}
usermod --shell /usr/bin/${shell} ${machine.user}`);
