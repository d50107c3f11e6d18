import { quote } from "../../shared/shell";
import type { RunnerPackage } from "./args";
import { gitlabRepository, renderRepository } from "./repository";

/** What a given package was, so that it is installed anew where another one is given. */
const stamp = "/etc/gitlab-runner/homeport-package";

/** Renders the lines that install gitlab-runner; they leave a `$folder` that goes with the script. */
export function renderRunnerPackage(from: RunnerPackage): string {
  switch (from.from) {
    case "gitlab":
      return `${renderRepository(gitlabRepository)}\nneed gitlab-runner`;
    case "url":
      return `${folderLines}
source=${quote(from.url)} wanted=${from.sha256}
if is_other; then
  said=$(/usr/lib/apt/apt-helper download-file "$source" "$folder/gitlab-runner.deb" SHA256:$wanted 2>&1 </dev/null) || fail "the package of gitlab-runner is not had from $source, or has another checksum than $wanted:
$(words)"
  install_given "$folder/gitlab-runner.deb"
fi`;
    case "file":
      return `${folderLines}
source=${quote(from.path)}
[ -r "$source" ] || fail "the package of gitlab-runner is not on the machine: $source"
wanted=$(sha256sum < "$source" | cut -d ' ' -f 1)
if is_other; then
  cp "$source" "$folder/gitlab-runner.deb"
  install_given "$folder/gitlab-runner.deb"
fi`;
  }
}

const folderLines = `folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT`;

export const packageFunctions = `is_other() { ! is_installed gitlab-runner || [ "$wanted" != "$(cat ${stamp} 2>/dev/null)" ]; }
install_given() {
  install --allow-downgrades "$1"
  echo "$wanted" | put ${stamp}
}`;
