import { quote } from "../../shared/shell";
import { aptFunctions } from "./apt";
import type { GitlabRunner } from "./args";
import { agreedFunction, type OwnMark, ownMarkFunctions } from "./marks";
import { packageFunctions, renderRunnerPackage } from "./runnerPackage";
import { putFunction, renderStep } from "./shell";

/** A runner as its script knows it: the token is what the script reads. */
export type WantedRunner = Required<Omit<GitlabRunner, "token">>;

export const defaultRunner: Omit<WantedRunner, "url"> = {
  package: { from: "gitlab" },
  executor: "docker",
  image: "debian:13-slim",
};

/** The wish for a runner of this name. */
export const runnerKey = (host: string): string => `gitlabRunner@${host}`;

const config = "/etc/gitlab-runner/config.toml";
const systemId = "/etc/gitlab-runner/.runner_system_id";
/** By what and how each name was registered. */
const stampOf = (host: string) => `/etc/gitlab-runner/homeport-registration.${host}`;
/** Of an earlier version, for one name alone. */
const formerStamp = "/etc/gitlab-runner/homeport-registration";

/**
 * Renders the script that installs and registers a runner under the host's name. It reads the token, which goes on in
 * the environment of one process and into files that root alone reads. Other runners of the machine stay.
 */
export const renderRunner = (host: string, wanted: WantedRunner, mark: RunnerMark): string =>
  renderStep(
    host,
    [aptFunctions, putFunction, packageFunctions, configFunctions(host), othersFunctions(host, mark)],
    `IFS= read -r token || true
[ -n "$token" ] || fail "no token has come in for its GitLab runner; set gitlabRunner.token."
url=${quote(wanted.url)}
# Without it the runner's user has a .bash_logout that lets jobs of the shell fail.
export GITLAB_RUNNER_DISABLE_SKEL=true
${renderRunnerPackage(wanted.package)}
umask 077
settings=${quote([host, wanted.url, wanted.executor, imageOf(wanted)].join(" "))}
known() { printf '%s\\n' "$1" "$settings" "$token" | sha256sum | cut -d ' ' -f 1; }
[ -e ${stampOf(host)} ] || [ ! -e ${formerStamp} ] || mv ${formerStamp} ${stampOf(host)}
read -r salt former 2>/dev/null < ${stampOf(host)} || { salt='' former=''; }
if [ -z "$salt" ] || [ "$former" != "$(known "$salt")" ] || [ -z "$(part ours 2>/dev/null < ${config})" ]; then
  [ -z "$salt" ] || refuse_other_token
  [ ! -e ${systemId} ] || cp ${systemId} "$folder/"
  said=$(CI_SERVER_TOKEN=$token RUNNER_NAME=${quote(host)} gitlab-runner register --non-interactive \\
    --config "$folder/config.toml" --url "$url" --executor ${wanted.executor}${imageWords(wanted)} 2>&1 </dev/null) || fail "GitLab does not take the runner at $url:
$(words | without_token)
  Check url and token: a runner authentication token begins with glrt-."
  [ -e ${systemId} ] || [ ! -e "$folder/.runner_system_id" ] || cp "$folder/.runner_system_id" ${systemId}
  if [ -e ${config} ]; then { part others < ${config}; part ours < "$folder/config.toml"; } | put ${config}
  else put ${config} < "$folder/config.toml"; fi
  salt=$(od -An -N 16 -tx1 /dev/urandom | tr -d ' \\n')
  echo "$salt $(known "$salt")" | put ${stampOf(host)}
fi
said=$(gitlab-runner status 2>&1 </dev/null) || said=$(gitlab-runner start 2>&1 </dev/null) || fail "gitlab-runner does not start:
$(words)"
echo "GitLab runner is registered"`,
  );

/** Renders the script that gives up the host's runner; the package stays. */
export const renderRunnerRemove = (host: string): string =>
  renderStep(
    host,
    [putFunction, configFunctions(host)],
    `umask 077
rm -f ${stampOf(host)} ${formerStamp}
[ -e ${config} ] && [ -n "$(part ours < ${config})" ] || exit 0
gitlab-runner unregister --name ${quote(host)} >/dev/null 2>&1 </dev/null ||
  echo "warning: GitLab was not told that this machine's runner is gone; remove it there" >&2
part others < ${config} | put ${config}`,
  );

type RunnerMark = Pick<OwnMark, "origin" | "id" | "agreed">;

/** What else another stack may wish of a runner is compared by its mark. */
const othersFunctions = (host: string, mark: RunnerMark) => `${ownMarkFunctions(host, mark)}
${agreedFunction(mark)}
refuse_other_token() {
  others | while IFS= read -r mark; do
    if is_agreed "$mark" || ! grep -qF 'wish ${runnerKey(host)} ' "$mark"; then continue; fi
    fail "$(whose "$mark") has registered a GitLab runner of this name by another token; it stays.
  Give both the same token, or leave gitlabRunner out of setup here: this stack then uses what the other one sets up."
  done
}`;

const imageOf = ({ executor, image }: WantedRunner) => (executor === "docker" ? image : "");
const imageWords = (wanted: WantedRunner) =>
  wanted.executor === "docker" ? ` --docker-image ${quote(wanted.image)}` : "";

/** `part ours` is the host's runner in a configuration, `part others` all the rest. */
const configFunctions = (host: string) => `part() {
  awk -v part="$1" -v name=${quote(`name = "${host}"`)} '
    function end() { if (block != "" && ours == (part == "ours")) printf "%s", block; block = ""; ours = 0 }
    /^\\[\\[runners\\]\\]/ { end(); inside = 1; block = $0 "\\n"; top = 1; next }
    !inside { if (part == "others") print; next }
    /^[ \\t]*\\[/ { top = 0 }
    { block = block $0 "\\n"; line = $0; gsub(/^[ \\t]+|[ \\t]+$/, "", line); if (top && line == name) ours = 1 }
    END { end() }'
}
without_token() { TOKEN=$token awk '{ while (at = index($0, ENVIRON["TOKEN"])) $0 = substr($0, 1, at - 1) "***" substr($0, at + length(ENVIRON["TOKEN"])); print }'; }`;
