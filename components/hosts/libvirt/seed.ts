import type { PlannedMachine } from "./plan";

/**
 * Renders how cloud-init is told who the machine is; the private host key is not part of it.
 * @see https://docs.cloud-init.io/en/latest/reference/datasources/nocloud.html
 */
export const renderSeed = (vm: PlannedMachine) => ({
  "meta-data": `instance-id: ${vm.uuid}\nlocal-hostname: ${vm.name}\n`,
  "network-config": renderNetwork(vm),
  "user-data": renderUserData(vm),
});

/** It is to be continued: the hypervisor adds the host key that it keeps. */
const renderUserData = ({ entryKey }: PlannedMachine): string => `#cloud-config
users: []
disable_root: false
ssh_pwauth: false
ssh_authorized_keys:
  - ${entryKey}
manage_etc_hosts: localhost
growpart: { mode: auto, devices: [/] }
resize_rootfs: true
# An address that has changed is taken with the next boot.
updates: { network: { when: [boot-new-instance, boot] } }
ssh_deletekeys: true
ssh: { emit_keys_to_console: false }
ssh_keys:
`;

function renderNetwork({ network, mac }: PlannedMachine): string {
  const lan = `version: 2
ethernets:
  lan:
    match: { macaddress: "${mac}" }
`;
  if (network.kind === "nat") return `${lan}    dhcp4: true\n`;
  return `${lan}    addresses: [${network.address}]
    routes: [{ to: 0.0.0.0/0, via: ${network.gateway} }]
    nameservers: { addresses: [${network.dns.join(", ")}] }
`;
}
