import { aptFunctions } from "../../hosts/hostSetup/apt";
import {
  putFile,
  putFunction,
  renderStep,
  systemdFunction,
  withinFunction,
} from "../../hosts/hostSetup/shell";
import {
  askFile,
  configFile,
  firstLine,
  instancesFolder,
  interfaceMark,
  renderAsk,
  renderGlobal,
  renderInstance,
  renderUnit,
  renderUnitOf,
  type VirtualAddressHost,
} from "./config";

const unitFolder = "/etc/systemd/system/keepalived.service.d";
const unitFile = `${unitFolder}/homeport.conf`;
const unitOf = (instance: string): string => `${unitFolder}/homeport-${instance}.conf`;

/** How long keepalived may take until it runs, in seconds. */
const patience = 15;

/** Renders the script by which a host keeps the address together with the other one. Who has it keeps it meanwhile. */
export const renderKeep = (name: string, host: VirtualAddressHost): string => {
  const { instance, own, peer, address, bits } = host;
  return renderStep(
    name,
    [aptFunctions, putFunction, withinFunction, systemdFunction, macFunction, keepalivedFunctions],
    `dev=$(ip -o -4 address show to ${own}/32 | awk 'NR == 1 { print $2 }')
[ -n "$dev" ] || fail "no interface has ${own}, by which the other host is to know this one.
  Its addresses: $(ip -o -4 address show scope global | awk '{ print $4 }' | paste -sd ' ')"
if [ -s ${configFile} ] && [ "$(head -n 1 ${configFile})" != '${firstLine}' ]; then
  fail "${configFile} is there already, and is not Homeport's; it stays as it is.
  Take keepalived off this machine, or keep ${address} by that file."
fi
if ! grep -qs ' ${address}/' ${instancesFolder}/${instance}.conf && [ -z "$(ip -o -4 address show to ${address}/32)" ]; then
  holder=$(mac_of ${address})
  # The other host may have it, and is no stranger.
  [ -z "$holder" ] || [ "$holder" = "$(mac_of ${peer})" ] || fail "${address} is that of another machine, which answers for it (MAC address $holder).
  Take one that no machine has, and that no DHCP server gives away. Of a host that kept it before and is to keep it no more: systemctl stop keepalived there."
fi
need keepalived iproute2
mkdir -p ${instancesFolder}
${putFile(askFile(host), renderAsk(host))}
chmod 755 ${askFile(host)}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cp ${instancesFolder}/*.conf "$work/" 2>/dev/null || true
sed "s/${interfaceMark}/$dev/" > "$work/${instance}.conf" <<'HOMEPORT_FILE'
${renderInstance(host).trimEnd()}
HOMEPORT_FILE
cat > "$work/all" <<'HOMEPORT_FILE'
${renderGlobal().trimEnd()}
HOMEPORT_FILE
# While it only looks, keepalived ends itself where scripts are somebody else's than root's.
sed "s|^include .*|include $work/*.conf|; s/script_user .*/script_user root/" "$work/all" > "$work/tried"
said=$(keepalived --config-test --use-file "$work/tried" 2>&1) || fail "keepalived does not take ${address}/${bits}:
$(echo "$said" | tail -n 6 | sed 's/^/  /')"
before=$(all_of_it)
put ${instancesFolder}/${instance}.conf < "$work/${instance}.conf"
put ${configFile} < "$work/all"
if has_systemd; then
  ${putFile(unitFile, renderUnit())}
  sed "s/${interfaceMark}/$dev/" <<'HOMEPORT_FILE' | put ${unitOf(instance)}
${renderUnitOf(host).trimEnd()}
HOMEPORT_FILE
fi
[ "$before" = "$(all_of_it)" ] && runs || at_work
within ${patience} runs || fail "keepalived does not run.
  Look at: journalctl -u keepalived"
echo "${address} is kept"`,
  );
};

/** Renders the script by which a host gives the address up, for good. */
export const renderGiveUp = (name: string, host: Pick<VirtualAddressHost, "instance" | "address">): string =>
  renderStep(
    name,
    [systemdFunction, keepalivedFunctions],
    `rm -f ${instancesFolder}/${host.instance}.conf ${askFile(host)} ${unitOf(host.instance)}
if ls ${instancesFolder}/*.conf >/dev/null 2>&1; then
  ! runs || at_work
elif [ -d ${instancesFolder} ]; then
  at_rest
  rm -rf ${instancesFolder} ${configFile} ${unitFile}
  if has_systemd; then systemctl daemon-reload; fi
fi
ip -o -4 address show to ${host.address}/32 | awk '{ print $2 }' | while read -r dev; do
  ip address flush to ${host.address}/32 dev "$dev"
done
echo "${host.address} is given up"`,
  );

/** Shell: `mac_of ADDRESS` says who answers for an address on the network of `$dev`; nothing where nobody does. */
const macFunction = `# Whoever has an address says so to all that look for it, firewall or not.
mac_of() {
  ip neigh del "$1" dev "$dev" 2>/dev/null || true
  timeout 2 bash -c ": > /dev/tcp/$1/9" 2>/dev/null || true
  ip neigh show "$1" dev "$dev" | sed -n 's/.* lladdr \\([^ ]*\\).*/\\1/p'
}`;

const keepalivedFunctions = `all_of_it() { cat ${configFile} ${instancesFolder}/* ${unitFolder}/homeport*.conf 2>/dev/null | sha256sum; }
runs() { kill -0 "$(cat /run/keepalived.pid 2>/dev/null)" 2>/dev/null; }
at_work() {
  if has_systemd; then
    systemctl daemon-reload
    systemctl enable --quiet keepalived
    if systemctl is-active --quiet keepalived; then systemctl reload keepalived; else systemctl start keepalived; fi
  else
    echo "warning: this machine has no systemd; a keepalived that is killed leaves its address behind" >&2
    if runs; then kill -HUP "$(cat /run/keepalived.pid)"; else service keepalived start >/dev/null; fi
  fi
}
at_rest() {
  if has_systemd; then systemctl disable --quiet --now keepalived
  elif runs; then
    kill "$(cat /run/keepalived.pid)"
    for second in 1 2 3 4 5; do ! runs || sleep 1; done
  fi
}`;
