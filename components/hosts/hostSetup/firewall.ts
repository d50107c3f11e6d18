import { aptFunctions } from "./apt";
import { keeperFile, keeperText, rulesFile, unit, unitFile, unitText } from "./firewallKeeper";
import { renderFirewallRules, table, type WantedFirewall } from "./firewallRules";
import { putFile, putFunction, renderStep, systemdFunction } from "./shell";

/** How long rules stand until somebody has entered anew, in seconds. */
const trialSeconds = 60;

/**
 * Renders the script that puts a machine's rules in place on trial: without `renderFirewallConfirm` over another
 * connection, what was there before comes back. Rules that are in place already are left alone.
 * @param seconds how long the trial lasts
 */
export const renderFirewallApply = (host: string, wanted: WantedFirewall, seconds = trialSeconds): string =>
  renderStep(
    host,
    [aptFunctions, systemdFunction, rulesFunctions(wanted), trialFunctions(seconds)],
    `need nftables
alone
take_back
is_in_place || try_out
echo "firewall is in place"`,
  );

/**
 * Renders the script that keeps a machine's rules, over a restart too, and whoever empties its tables. That it runs
 * shows that the machine is entered; where the trial has ended meanwhile, there is another one, which the connection it
 * runs over has to pass.
 */
export const renderFirewallConfirm = (host: string, wanted: WantedFirewall, seconds = trialSeconds): string =>
  renderStep(
    host,
    [putFunction, systemdFunction, rulesFunctions(wanted), trialFunctions(seconds)],
    `alone
if ! is_in_place; then
  try_out
  enters || fail "nobody is connected to SSH by a port that the firewall lets in ($(ssh_ports)).
  Check the host's port; the rules go away by themselves within ${seconds} s."
fi
rm -f $trial/pending
rules | put ${rulesFile}
before=$(cksum ${unitFile} ${keeperFile} 2>/dev/null || true)
${putFile(keeperFile, keeperText)}
if has_systemd; then
  ${putFile(unitFile, unitText)}
  systemctl is-enabled --quiet ${unit} || systemctl enable --quiet ${unit}
  if [ "$before" != "$(cksum ${unitFile} ${keeperFile})" ] || ! systemctl is-active --quiet ${unit}; then
    systemctl daemon-reload
    systemctl restart ${unit} || fail "the firewall is in place, and is not kept.
  Look at: journalctl -u ${unit}"
  fi
else
  echo "warning: this machine has no systemd; its firewall stands until it is restarted, and is in ${rulesFile}" >&2
fi
echo "firewall is kept"`,
  );

/** Renders the script that takes a machine's rules away, for good. */
export const renderFirewallRemove = (host: string): string =>
  renderStep(
    host,
    [systemdFunction, trialFunctions(trialSeconds)],
    `alone
rm -f $trial/pending
if has_systemd && [ -e ${unitFile} ]; then systemctl disable --quiet --now ${unit}; fi
rm -f ${unitFile} ${keeperFile} ${rulesFile}
if has_systemd; then systemctl daemon-reload; fi
! nft list table ${table} >/dev/null 2>&1 || nft delete table ${table}
echo "firewall is removed"`,
  );

/** Whatever port SSH is entered by from outside, what counts here is where it listens. */
const rulesFunctions = (wanted: WantedFirewall) => `ssh_ports() {
  { echo ${wanted.sshPort}; sshd -T 2>/dev/null | sed -n 's/^listenaddress .*://p'; } | sort -nu | paste -sd, -
}
rules() {
  cat <<'HOMEPORT_FILE'
${renderFirewallRules(wanted).trimEnd()}
HOMEPORT_FILE
  echo "add element ${table} ssh { $(ssh_ports) }"
}
listed() { nft list table ${table} 2>/dev/null || true; }
wished() { rules | unshare --net sh -c 'nft -f - && nft list table ${table}' 2>/dev/null || true; }
is_in_place() { wished=$(wished) && [ -n "$wished" ] && [ "$wished" = "$(listed)" ]; }
enters() { [ -n "$(ss -Htn state established "( sport = :$(ssh_ports | sed 's/,/ or sport = :/g') )")" ]; }`;

const trialFunctions = (seconds: number) => `trial=/run/homeport-firewall
alone() {
  mkdir -p $trial
  exec 9>$trial/lock
  flock 9
}
take_back() {
  [ ! -e $trial/pending ] || nft -f $trial/before
  rm -f $trial/pending
}
try_out() {
  uplink=$(ip -o route show default; ip -o -6 route show default 2>/dev/null)
  case $uplink in *" dev br-"*) fail "the way out of this machine is a bridge whose name looks like one of Docker's: $(echo "$uplink" | grep -o 'br-[^ ]*' | head -n 1)
  Give it another name, such as br0." ;; esac
  rules > $trial/wanted
  said=$(nft --check -f $trial/wanted 2>&1) || fail "nftables does not take the rules:
$(echo "$said" | head -n 6 | sed 's/^/  /')
  The kernel may lack nftables: modprobe nf_tables"
  {
    printf 'table ${table}\\ndelete table ${table}\\n'
    listed
  } > $trial/before
  id=$(date +%s).$$
  echo "$id" > $trial/pending
  cat > $trial/end <<'HOMEPORT_FILE'
exec 9>\${0%/*}/lock
flock 9
cd "\${0%/*}"
[ "$(cat pending 2>/dev/null)" = "$1" ] || exit 0
nft -f before
rm pending
HOMEPORT_FILE
  if has_systemd; then
    systemd-run --quiet --collect --on-active=${seconds} --timer-property=AccuracySec=1s /bin/sh $trial/end "$id"
  else
    setsid nohup sh -c 'sleep ${seconds}; exec sh "$@"' sh $trial/end "$id" >/dev/null 2>&1 </dev/null 9>&- &
  fi
  nft -f $trial/wanted
}`;
