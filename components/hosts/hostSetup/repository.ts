/** A package source that is not the distribution's. */
export interface Repository {
  /** For the names of its files. */
  readonly name: string;
  /** Where its key is found; the key itself is known by its fingerprint. */
  readonly key: string;
  readonly fingerprint: string;
  /** Address up to the distribution's name, such as `debian`. */
  readonly url: string;
  readonly component: string;
}

/** @see https://docs.docker.com/engine/install/debian/ */
export const dockerRepository: Repository = {
  name: "docker",
  key: "https://download.docker.com/linux/debian/gpg",
  fingerprint: "9DC858229FC7DD38854AE2D88D81803C0EBFCD88",
  url: "https://download.docker.com/linux",
  component: "stable",
};

/** @see https://docs.gitlab.com/omnibus/update/package_signatures/ */
export const gitlabRepository: Repository = {
  name: "gitlab-runner",
  key: "https://packages.gitlab.com/gpg.key",
  fingerprint: "F6403F6544A38863DAA0B6E03F01618A51312F3F",
  url: "https://packages.gitlab.com/runner/gitlab-runner",
  component: "main",
};

const sourcesFile = ({ name }: Repository) => `/etc/apt/sources.list.d/homeport-${name}.sources`;

/**
 * Renders the lines that make a repository known to apt. Of what its address gives, the key with the fingerprint is
 * taken and nothing else; where it has expired, it is fetched again, as those who sign with it prolong it.
 */
export function renderRepository(repository: Repository): string {
  const { name, key, fingerprint, url, component } = repository;
  const keyring = `/etc/apt/keyrings/homeport-${name}.gpg`;
  const host = new URL(url).host;
  return `need ca-certificates gpg
. /etc/os-release
others=$(grep -lrF '${host}' /etc/apt/sources.list /etc/apt/sources.list.d 2>/dev/null | grep -vF ${sourcesFile(repository)} || true)
[ -z "$others" ] || fail "packages of ${host} come by $others already, with a key that nobody has compared.
  Remove the file; set-up writes its own."
shown() { gpg --homedir "$folder" --batch --with-colons --show-keys "$1" 2>/dev/null; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
if ! shown ${keyring} | grep '^pub:[^er]' >/dev/null; then
  said=$(/usr/lib/apt/apt-helper download-file ${key} "$folder/key" 2>&1 </dev/null) || fail "the key of ${host} is not reached: ${key}
$(words)"
  gpg --homedir "$folder" --batch --quiet --import "$folder/key" 2>/dev/null || true
  gpg --homedir "$folder" --batch --quiet --export ${fingerprint} > "$folder/keyring" 2>/dev/null || true
  [ -s "$folder/keyring" ] || fail "the key at ${key} is another one than expected.
  Expected: ${fingerprint}; found: $(shown "$folder/key" | awk -F: '$1 == "fpr" { print $10; exit }')"
  put ${keyring} < "$folder/keyring"
  fresh=
fi
sources=$(cksum ${sourcesFile(repository)} 2>/dev/null || true)
put ${sourcesFile(repository)} <<HOMEPORT_FILE
Types: deb
URIs: ${url}/$ID
Suites: $VERSION_CODENAME
Components: ${component}
Signed-By: ${keyring}
HOMEPORT_FILE
[ "$sources" = "$(cksum ${sourcesFile(repository)})" ] || fresh=`;
}

/** Renders the lines by which apt forgets a repository. */
export const renderForget = (repository: Repository): string => `rm -f ${sourcesFile(repository)}`;
