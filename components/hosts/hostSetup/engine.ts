import { quote } from "../../shared/shell";
import { aptFunctions } from "./apt";
import type { EngineSource } from "./args";
import { engineFunctions, engineSeconds } from "./engineShell";
import { lateAddressLines } from "./lateAddresses";
import { marksFunctions } from "./marks";
import { dockerRepository, type Repository, renderForget, renderRepository } from "./repository";
import { putFile, putFunction, renderStep } from "./shell";
import { watchedFilesLines } from "./watchedFiles";

/** What decides which engine a machine gets. */
export interface WantedEngine extends EngineSource {
  readonly compose: boolean;
  /** Who enters the machine; root needs no group. */
  readonly user: string;
}

interface Packages {
  /** The one that says the engine's version. */
  readonly engine: string;
  readonly beside: readonly string[];
  /** Installed where the release has them. */
  readonly offered: readonly string[];
  /** The first that the release has. */
  readonly compose: readonly string[];
}

const packagesFrom: Readonly<Record<EngineSource["from"], Packages>> = {
  // The plugin has another name on Ubuntu, and none on Debian 12, where docker-compose is the last of Compose 1.
  distribution: {
    engine: "docker.io",
    beside: ["ca-certificates", "iptables"],
    offered: ["docker-cli"],
    compose: ["docker-compose-v2", "docker-compose"],
  },
  docker: {
    engine: "docker-ce",
    beside: ["docker-ce-cli", "containerd.io", "ca-certificates", "iptables"],
    offered: [],
    compose: ["docker-compose-plugin"],
  },
};

/** The oldest engine whose API Homeport uses. */
const oldest = { api: "1.41", version: "20.10" };

const pins = "/etc/apt/preferences.d/homeport-engine";

/**
 * Renders the script that installs and starts a Docker engine. One that is there is kept, whatever it came from, unless
 * it is too old.
 * @param repository Docker's own
 */
export function renderEngine(
  host: string,
  { from, version, compose, user }: WantedEngine,
  repository: Repository = dockerRepository,
): string {
  const packages = packagesFrom[from];
  const repositoryLines =
    from === "docker"
      ? renderRepository(repository)
      : `is_others 'engine.from "docker"' || ${renderForget(repository)}`;
  return renderStep(
    host,
    [
      aptFunctions,
      putFunction,
      engineFunctions,
      marksFunctions,
      lookFunctions(version, compose),
      installFunction(packages, version),
    ],
    `there=none
[ -z "$(command -v dockerd)" ] || there=other
if is_known docker.io; then there=distribution; fi
if is_known docker-ce; then there=docker; fi
case $there in none | ${from})
  ${repositoryLines}
  is_complete || find_engine
  ${version === undefined ? `is_others 'engine.version ' || rm -f ${pins}` : putFile(pins, renderPins(packages, version))}
  is_complete || install_engine
esac
${lateAddressLines}
${watchedFilesLines}
start_engine || fail "the Docker engine does not answer within ${engineSeconds} s of its start.
$(engine_words)"
{ is_new_enough "$(asked Version)" && dpkg --compare-versions "$(asked APIVersion)" ge ${oldest.api}; } || fail "Docker engine $(asked Version) (API $(asked APIVersion)) is here, and at least ${version ?? oldest.version} (API ${oldest.api}) is needed.
  Remove it, and set-up installs another one; images and volumes stay."
${user === "root" ? "" : joinGroup(user)}echo "Docker engine $(asked Version), API $(asked APIVersion)"`,
  );
}

const lookFunctions = (version: string = oldest.version, compose: boolean) =>
  `is_new_enough() { dpkg --compare-versions "\${1#*:}" ge ${version}; }
has_compose() { ${compose ? "docker compose version >/dev/null 2>&1 || command -v docker-compose >/dev/null" : ":"}; }
# What this stack has no word about may be what another one has chosen.
is_others() { is_wished "$1" || is_untold; }
uses_apparmor() { [ -d /sys/kernel/security/apparmor ]; }`;

// What is there and good enough stays as it is: a newer package would restart the engine.
const installFunction = ({ engine, beside, offered, compose }: Packages, version?: string) => `is_complete() {
  is_installed ${[engine, ...beside].join(" ")} && is_new_enough "$(version_here)" && command -v docker >/dev/null &&
    has_compose && { ! uses_apparmor || is_installed apparmor; }
}
version_here() { dpkg-query -W -f='\${Version}' ${engine} 2>/dev/null; }
find_engine() {
  refresh
  offered=$(apt-cache madison ${engine} | awk '{ print $3 }' | sort -u)
  echo "$offered" | grep -qE ${quote(ofVersion(version))} || fail "apt has no package ${engine} of the version wanted; it has:
$(echo "$offered" | sed 's/^/  /')
  Choose one of these, or another source; on Ubuntu the component universe is needed."
}
install_engine() {
  set -- ${[engine, ...beside].join(" ")}
  ${[...offered.map((name) => `! is_offered ${name} || set -- "$@" ${name}`), '! uses_apparmor || set -- "$@" apparmor'].join("\n  ")}
  if has_compose; then :
${compose.map((name) => `  elif is_offered ${name}; then set -- "$@" ${name}`).join("\n")}
  fi
  if is_known ${engine} && is_new_enough "$(version_here)"; then set -- --no-upgrade "$@"; fi
  install "$@"
}`;

const joinGroup = (user: string) =>
  `case " $(id -nG ${user}) " in *" docker "*) ;; *) usermod -aG docker ${user} ;; esac\n`;

/** What a package's version looks like that is of a version or its beginning. */
const ofVersion = (version?: string) =>
  version === undefined ? "." : `^([0-9]+:)?${version.replaceAll(".", "\\.")}([.~+-]|$)`;

/** Updates stay within the version. What is not of it has no way in. */
function renderPins({ engine, beside }: Packages, version: string): string {
  const names = [engine, ...beside.filter((name) => name.startsWith("docker"))].join(" ");
  return `Package: ${names}
Pin: version /${ofVersion(version)}/
Pin-Priority: 990

Package: ${names}
Pin: release *
Pin-Priority: -1`;
}
