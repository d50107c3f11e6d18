import { quote } from "../../shared/shell";
import type { PlannedMachine } from "./plan";

/** How long an address stays given away after its VM has gone, in minutes. */
const leaseMinutes = 5;

/** The beginning of the entry by which a libvirt network gives a VM its address, as libvirt itself writes it. */
export const dhcpHost = ({ name, mac, address }: PlannedMachine): string =>
  `<host mac='${mac}' name='${name}' ip='${address}'`;

/**
 * Shell functions: `give_back` takes the VM's entry out of its libvirt network, wherever that is, and `take NETWORK
 * ENTRY` makes one. What is taken is written down first: whoever is interrupted can give it back.
 */
export const leaseFunctions = `lease=$directory/lease
give_back() {
  [ -f "$lease" ] || return 0
  { read -r network; read -r entry; } <"$lease"
  if virsh -q net-dumpxml "$network" 2>/dev/null | grep -qF "$entry"; then
    live=
    [ "$(virsh -q net-info "$network" | awk '$1 == "Active:" { print $2 }')" != yes ] || live=--live
    virsh -q net-update "$network" delete ip-dhcp-host "$entry/>" --config $live >/dev/null
  fi
  rm "$lease"
}
take() {
  printf '%s\\n' "$1" "$2" >"$lease.new"
  if [ -f "$lease" ]; then cmp -s "$lease" "$lease.new" || give_back; fi
  mv "$lease.new" "$lease"
  virsh -q net-dumpxml "$1" | grep -qF "$2" ||
    virsh -q net-update "$1" add-last ip-dhcp-host "$2><lease expiry='${leaseMinutes}' unit='minutes'/></host>" --live --config >/dev/null
}`;

/** Renders the line that gives the VM the address it is to have. */
export const renderLease = (vm: PlannedMachine): string =>
  vm.network.kind === "nat" ? `take ${quote(vm.network.network)} ${quote(dhcpHost(vm))}` : "give_back";
