import type { PlannedMachine } from "./plan";

/**
 * Shell functions: `shut_out` takes back what `let_in` did.
 *
 * libvirt lets nobody into a network behind NAT, and Docker lets its containers out to anywhere: which of them comes
 * first is who was started last. So that a farm in a container here reaches the VM in either case, there is a rule
 * before both. libvirt runs the hook when the VM starts, and when it comes back itself.
 * @see https://libvirt.org/hooks.html
 */
export const letInFunctions = `hook=/etc/libvirt/hooks/qemu.d/homeport-$vm
shut_out() {
  [ -f "$hook" ] || return 0
  "$hook" "$vm" release end -
  rm "$hook"
  rmdir "$(dirname "$hook")" 2>/dev/null || true
}
let_in() {
  install -D -m 755 "$1" "$hook"
  "$hook" "$vm" started begin -
}`;

/** Renders the lines that let this machine's containers call the VM, and no longer one that it was before. */
export const renderLetIn = (vm: PlannedMachine): string =>
  vm.network.kind === "nat"
    ? `shut_out
cat >hook <<'end of hook'
${renderHook(vm)}end of hook
let_in hook`
    : "shut_out";

const renderHook = ({ name, address }: PlannedMachine): string => `#!/bin/sh
# Made by Homeport: containers of this machine may call VM ${name}.
PATH=/usr/sbin:/usr/bin:/sbin:/bin
[ "$1" = ${name} ] && command -v iptables >/dev/null || exit 0
case $2 in started | reconnect | release) ;; *) exit 0 ;; esac
rule='FORWARD -i br-+ -d ${address} -j ACCEPT'
while iptables -w -D $rule 2>/dev/null; do :; done
[ "$2" = release ] || iptables -w -I $rule
exit 0
`;
