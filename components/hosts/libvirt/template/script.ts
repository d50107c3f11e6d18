import { revisionOf } from "../../../shared/revision";
import { quote } from "../../../shared/shell";
import { release, type TemplateRecipe } from "./recipe";
import { renderSteps } from "./steps";

/** A template, and where it is built. */
export interface TemplateBuild extends TemplateRecipe {
  /** Directory on the hypervisor that templates are kept in. */
  readonly directory: string;
  /**
   * URL of a mirror of Debian.
   * @default that of the hypervisor's own apt, where it is a Debian; else what mmdebstrap takes
   */
  readonly mirror?: string;
}

/** A day that is long gone, in seconds since 1970: every file of a template is that old. */
const epoch = 1_735_689_600;

/** Debian's package of each command that a build takes. */
const tools = {
  mmdebstrap: "mmdebstrap",
  "qemu-img": "qemu-utils",
  sfdisk: "fdisk",
  mke2fs: "e2fsprogs",
};

/**
 * Renders the script that builds a template as root on a hypervisor, unless it is there, and prints its path as its
 * last line. What is half done goes with the script.
 */
export function renderTemplateBuild(build: TemplateBuild): string {
  const steps = renderSteps(build);
  return `set -eu
export LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH=${epoch}
umask 022
fail() { printf '%s\\n' "$@" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail 'a template is built as root'
${Object.entries(tools)
  .map(
    ([tool, name]) =>
      `command -v ${tool} >/dev/null || fail '"${tool}" was not found: apt-get install ${name}'`,
  )
  .join("\n")}

version=${[revisionOf(steps), ...(build.edition ? [build.edition] : [])].join("-")}
${build.runner ? runnerVersion(build.runner) : ""}directory=${quote(build.directory)}
template=$directory/${release.name}-$version.qcow2
[ ! -f "$template" ] || { echo "$template"; exit 0; }
mkdir -p "$directory"
work=$(mktemp -d "$directory/.building-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work"

${renderSources(build)}

${steps}
# Clones lie on top of it: it never changes.
chmod 444 disk.qcow2
sync disk.qcow2
mv disk.qcow2 "$template"
echo "$template"
`;
}

const runnerVersion = (path: string): string => `runner=${quote(path)}
[ -f "$runner" ] || fail "$runner: there is no such package file"
version=$version-$(sha256sum <"$runner" | cut -c1-8)
`;

/** Sources as apt has them, for the positional parameters. Without any, mmdebstrap takes Debian's own. */
function renderSources({ mirror }: TemplateBuild): string {
  const from = (url: string, pocket = "") =>
    `"deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] ${url} ${release.suite}${pocket} main"`;
  return `${mirror ? `main=${quote(mirror)} security=` : ownMirror}
set --
[ -z "$main" ] || set -- ${from("$main")} ${from("$main", "-updates")}
[ -z "$security" ] || set -- "$@" ${from("$security", "-security")}`;
}

const ownMirror = `of() {
  apt-get --no-release-info indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    awk -v suite="$1" '$1 == suite && $2 == "main" { print $3; exit }'
}
. /etc/os-release
main= security=
if [ "$ID" = debian ]; then main=$(of "$VERSION_CODENAME") security=$(of "$VERSION_CODENAME-security"); fi`;
