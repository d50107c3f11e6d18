import { putFile } from "./shell";

const file = "/etc/sysctl.d/60-homeport-late-addresses.conf";
const keys = ["net.ipv4.ip_nonlocal_bind", "net.ipv6.ip_nonlocal_bind"];

/**
 * Lines by which the engine may listen at an address that the machine does not have yet. One of a VPN or of DHCP often
 * appears after the engine has started, and a container that could not start for want of it is not tried again.
 */
export const lateAddressLines = `${putFile(file, keys.map((key) => `${key} = 1`).join("\n"))}
for key in ${keys.map((key) => `/proc/sys/${key.replaceAll(".", "/")}`).join(" ")}; do
  [ ! -w "$key" ] || echo 1 > "$key"
done`;
