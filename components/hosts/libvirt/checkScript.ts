import { quote } from "../../shared/shell";
import type { Titled } from "../../shared/titled";
import { dhcpHost } from "./lease";
import type { PlannedMachine } from "./plan";
import { bytesFunction, prelude } from "./shell";

/** Renders what is asked of a hypervisor before anything there is changed: whether the VM fits on it. */
export const renderCheck = (vm: PlannedMachine): Titled => ({
  title: `check that VM ${vm.name} fits on ${vm.hypervisor}`,
  script: `${prelude(vm)}
${bytesFunction}
for tool in qemu-img ssh-keygen ssh-keyscan; do
  command -v "$tool" >/dev/null || lacking "\\"$tool\\""
done
[ "$(uname -m)" = x86_64 ] || fail 'hypervisor ${vm.hypervisor}: '"$(uname -m)"' is not a processor that VMs are made for; expected: x86_64'

found=$(virsh -q domuuid "$vm" 2>/dev/null) || found=$uuid
[ "$found" = "$uuid" ] || fail "VM $vm: hypervisor ${vm.hypervisor} has one of this name that is not this program's." '  Give this VM another name, or remove the other one (virsh undefine).'

${renderMemory(vm)}
${renderDiskSize(vm)}
${vm.network.kind === "nat" ? renderNat(vm, vm.network.network) : renderBridge(vm, vm.network.bridge)}
${renderMac(vm)}`,
});

const renderMemory = ({ memoryMebibytes, hypervisor }: PlannedMachine): string =>
  `all=$(virsh -q nodeinfo | awk '/^Memory size:/ { print int($3 / 1024) }')
[ ${memoryMebibytes} -lt "$all" ] || fail "VM $vm: memory of ${memoryMebibytes} MiB is not less than what hypervisor ${hypervisor} has ($all MiB)." '  Leave some for the hypervisor; example: 2GiB'`;

const renderDiskSize = (vm: PlannedMachine): string => `disk=$directory/disk.qcow2
if [ ! -f "$disk" ]; then
  disk=${quote(vm.template)}
  [ -f "$disk" ] || fail "VM $vm: template $disk is not on hypervisor ${vm.hypervisor}." '  npx homeport template builds one and says its name and version.'
  qemu-img info --force-share --output=json "$disk" | grep -q '^    "format": "qcow2"' || fail "VM $vm: template $disk is not an image of the form qcow2." '  To make one of it: qemu-img convert -O qcow2'
fi
now=$(($(bytes "$disk") / 1048576))
[ ${vm.diskMebibytes} -ge $now ] || fail "VM $vm: diskSize of ${vm.diskMebibytes} MiB is smaller than $disk ($now MiB)." '  A disk only grows.'`;

const renderNat = (vm: PlannedMachine, network: string): string => `network=${quote(network)}
address=${vm.address}
xml=$(virsh -q net-dumpxml "$network" 2>/dev/null) || fail "VM $vm: hypervisor ${vm.hypervisor} has no libvirt network $network." "  It has: $(virsh -q net-list --all --name | xargs)"
[ "$(virsh -q net-info "$network" | awk '$1 == "Active:" { print $2 }')" = yes ] || fail "VM $vm: the libvirt network $network is not active on hypervisor ${vm.hypervisor}." "  Start it: virsh net-start $network; virsh net-autostart $network"
number() {
  set -- $(echo "$1" | tr . ' ')
  echo $((($1 << 24) + ($2 << 16) + ($3 << 8) + $4))
}
at=$(number $address)
ranges=
inside=
# Lines as <ip address='192.168.122.1' netmask='255.255.255.0'>, or with a prefix='24'.
for range in $(echo "$xml" | sed -n "s/.*<ip .*address='\\([0-9.]*\\)' \\(netmask\\|prefix\\)='\\([0-9.]*\\)'.*/\\1=\\3/p"); do
  own=$(number "\${range%=*}")
  case \${range#*=} in
    *.*) mask=$(number "\${range#*=}") ;;
    *) mask=$((4294967295 << (32 - \${range#*=}) & 4294967295)) ;;
  esac
  first=$((own & mask))
  last=$((first | (mask ^ 4294967295)))
  [ $at -le $first ] || [ $at -ge $last ] || [ $at -eq "$own" ] || inside=yes
  ranges="$ranges \${range%=*}/\${range#*=}"
done
[ -n "$inside" ] || fail "VM $vm: address $address is not a free one of the libvirt network $network (\${ranges:- no IPv4})." '  Choose another one in it.'
others=$(echo "$xml" | sed -n 's/.*\\(<host .*\\)/\\1/p' | grep -vF ${quote(dhcpHost(vm))} | grep -vF "$(sed -n 2p "$directory/lease" 2>/dev/null || echo none)" || true)
case $others in
  *"ip='$address'"*) fail "VM $vm: address $address is given to another machine in the libvirt network $network." '  Choose another one.' ;;
  *"mac='${vm.mac}'"* | *"name='$vm'"*) fail "VM $vm: the libvirt network $network has another entry with its name or ${vm.mac}:" "$others" ;;
esac
leased=$(virsh -q net-dhcp-leases "$network" | grep -F " $address/" | grep -viF ${vm.mac} || true)
[ -z "$leased" ] || fail "VM $vm: another machine has address $address of the libvirt network $network until its lease ends:" "$leased" '  Choose another address, or wait.'`;

const renderBridge = ({ hypervisor }: PlannedMachine, bridge: string): string =>
  `[ -d /sys/class/net/${bridge}/bridge ] || fail "VM $vm: hypervisor ${hypervisor} has no bridge ${bridge}." "  It has: $(for one in /sys/class/net/*/bridge; do [ ! -d "$one" ] || basename "$(dirname "$one")"; done | xargs)"`;

const renderMac = ({
  mac,
  hypervisor,
}: PlannedMachine): string => `virsh -q list --all --name | while read -r other; do
  [ -z "$other" ] || [ "$other" = "$vm" ] || ! virsh -q domiflist "$other" | grep -qiF ${mac} || fail "VM $vm: its MAC ${mac} is that of VM $other on hypervisor ${hypervisor}." '  Give it another one: network.mac'
done`;
