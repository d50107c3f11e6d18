import { aptFunctions } from "./apt";
import type { HostFirewall } from "./args";
import { renderRules, sshPortsMark } from "./firewallRules";
import { putFile, putFunction, renderStep, systemdFunction } from "./shell";

/** How long a new firewall waits for the connection that keeps it, in seconds. */
export const rollBackSeconds = 60;

const kept = "/etc/homeport/firewall.nft";
const unit = "/etc/systemd/system/homeport-firewall.service";
/** Gone after a restart of the machine, as is a firewall that nobody has kept. */
const state = "/run/homeport-firewall";

const dockerBridge = `br-${"[0-9a-f]".repeat(12)}`;

/**
 * Renders the script that puts a firewall to work for a minute. Who is connected stays so; whether others get in is
 * seen by the connection that keeps it.
 * @param sshPort by which the program enters, beside those that sshd names itself
 */
export const renderTryFirewall = (
  host: string,
  firewall: HostFirewall,
  sshPort: number,
  seconds: number = rollBackSeconds,
): string =>
  renderStep(
    host,
    [aptFunctions, putFunction, systemdFunction],
    `need nftables
for bridge in /sys/class/net/br-*; do
  case \${bridge##*/} in
    "br-*" | ${dockerBridge}) ;;
    *) fail "the network \${bridge##*/} is not Docker's, and the firewall would take it for one of its bridges (br-…).
  Give it another name." ;;
  esac
done
mkdir -p -m 700 ${state}
ports=$({ echo ${sshPort}; sshd -T 2>/dev/null | awk '$1 == "port" { print $2 }'; } | sort -nu | paste -sd, -)
sed "s/${sshPortsMark}/$ports/" > ${state}/new.nft <<'HOMEPORT_RULES'
${renderRules(firewall)}HOMEPORT_RULES
said=$(nft --check --file ${state}/new.nft 2>&1) || fail "the firewall is not taken by this machine:
$(echo "$said" | head -n 4 | sed 's/^/  /')"

cat > ${state}/take-back <<'HOMEPORT_SCRIPT'
# Whoever moves the mark first has it: the connection that keeps the firewall, or this.
mv "$1" "$1.over" 2>/dev/null || exit 0
rm "$1.over"
if [ -e ${kept} ]; then nft --file ${kept}; else nft delete table inet homeport; fi
HOMEPORT_SCRIPT
for mark in ${state}/waits.*; do
  [ ! -e "$mark" ] || sh ${state}/take-back "$mark"
done
mark=${state}/waits.$$-$(date +%s)
touch "$mark"
if has_systemd; then
  systemd-run --quiet --collect --on-active=${seconds} sh ${state}/take-back "$mark"
else
  setsid sh -c 'sleep ${seconds}; exec sh ${state}/take-back "$0"' "$mark" >/dev/null 2>&1 </dev/null &
fi
nft --file ${state}/new.nft`,
  );

/** Renders the script that keeps the firewall by which its connection has come, also over a restart. */
export const renderKeepFirewall = (host: string, seconds: number = rollBackSeconds): string =>
  renderStep(
    host,
    [putFunction, systemdFunction],
    `for mark in ${state}/waits.*; do :; done
mv "$mark" "$mark.kept" 2>/dev/null || fail "no connection came within ${seconds} s after the firewall was put to work; the earlier state is back.
  Deploy again; where it happens again, name the port of SSH as the machine sees it."
rm "$mark.kept"
put ${kept} < ${state}/new.nft
if has_systemd; then
  ${putFile(unit, unitText)}
  systemctl daemon-reload
  systemctl enable --quiet homeport-firewall.service
else
  echo "There is no systemd: after a restart of ${host}, load the firewall with: nft --file ${kept}"
fi`,
  );

/** Renders the script that takes the firewall away. */
export const renderRemoveFirewall = (host: string): string =>
  renderStep(
    host,
    [systemdFunction],
    `rm -f ${state}/waits.*
if has_systemd && [ -e ${unit} ]; then
  systemctl disable --quiet homeport-firewall.service
  rm ${unit}
  systemctl daemon-reload
fi
rm -f ${kept}
nft delete table inet homeport 2>/dev/null || true`,
  );

// Before the network is there, and after what flushes all rules.
const unitText = `[Unit]
Description=Homeport's firewall
DefaultDependencies=no
After=local-fs.target nftables.service
Before=network-pre.target shutdown.target
Wants=network-pre.target
Conflicts=shutdown.target

[Service]
Type=oneshot
RemainAfterExit=yes
ExecStart=/usr/sbin/nft --file ${kept}

[Install]
WantedBy=sysinit.target`;
