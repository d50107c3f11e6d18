import { putFile, putFunction, renderStep, systemdFunction } from "./shell";

/** Settings of sshd, in the words of its manual. */
type SshdSettings = Readonly<Record<string, string>>;

/** Deployments open a connection for each command, many at once; sshd refuses the eleventh that is not yet in. */
const limits: SshdSettings = { MaxStartups: "100:30:200", MaxSessions: "100" };

const keysOnly: SshdSettings = { PasswordAuthentication: "no", KbdInteractiveAuthentication: "no" };

const folder = "/etc/ssh/sshd_config.d";
// Of several values sshd takes the first: these come before what others have put there.
const files = { limits: `${folder}/00-homeport-limits.conf`, keysOnly: `${folder}/00-homeport-keys.conf` };

/** Renders the script by which SSH takes as many connections at once as deployments open. */
export const renderSshLimits = (host: string): string => renderSshd(host, files.limits, limits);

/** Renders the script by which SSH takes keys only. */
export const renderSshKeysOnly = (host: string): string => renderSshd(host, files.keysOnly, keysOnly);

/** Renders the script by which SSH goes back to what the machine says otherwise. */
export const renderSshAnyKind = (host: string): string =>
  renderStep(
    host,
    [systemdFunction, reloadFunction],
    `if [ -e ${files.keysOnly} ]; then
  rm ${files.keysOnly}
  reload_sshd
fi`,
  );

// It closes its port, begins anew, and writes its number down when it listens again: on a slow machine that takes
// longer than the next command needs to come.
const reloadFunction = `reload_sshd() {
  number=$(cat /run/sshd.pid 2>/dev/null) || number=
  rm -f /run/sshd.pid
  if has_systemd; then systemctl try-reload-or-restart ssh.service
  else kill -HUP "$number"; fi 2>/dev/null || true
  [ -n "$number" ] || return 0
  tries=0
  until [ -s /run/sshd.pid ] || [ $tries -ge 100 ]; do tries=$((tries + 1)); sleep 0.1; done
}`;

/** Connections that are open stay so: sshd reads its settings for new ones. */
function renderSshd(host: string, file: string, settings: SshdSettings): string {
  const lines = Object.entries(settings).map(([key, value]) => `${key} ${value}`);
  const effective = lines.map((line) => line.toLowerCase());
  return renderStep(
    host,
    [putFunction, systemdFunction, reloadFunction],
    `# What sshd's check asks for, where it is started by a socket.
mkdir -p /run/sshd
before=$(cksum ${file} 2>/dev/null || true)
[ ! -e ${file} ] || cp -p ${file} ${file}.before
refuse() {
  if [ -e ${file}.before ]; then mv ${file}.before ${file}; else rm ${file}; fi
  fail "$1; sshd stays as it is.
$2"
}
sshd -t 2>/dev/null || fail "sshd refuses its settings as they are; nothing is changed.
  $(sshd -t 2>&1 | head -n 1)"
${putFile(file, lines.join("\n"))}
said=$(sshd -t 2>&1) || refuse "sshd refuses ${file}" "  $said"
for line in ${effective.map((line) => `'${line}'`).join(" ")}; do
  sshd -T 2>/dev/null | grep -qixF "$line" || refuse "sshd does not read ${file}" "  Begin /etc/ssh/sshd_config with the line: Include ${folder}/*.conf"
done
rm -f ${file}.before
[ "$before" = "$(cksum ${file})" ] || reload_sshd`,
  );
}
