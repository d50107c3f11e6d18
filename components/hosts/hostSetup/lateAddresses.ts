import { kernelSettings } from "./kernelSettings";

/**
 * Lines by which the engine may listen at an address that the machine does not have yet. One of a VPN or of DHCP often
 * appears after the engine has started, and a container that could not start for want of it is not tried again.
 */
export const lateAddressLines = kernelSettings("late-addresses", {
  "net.ipv4.ip_nonlocal_bind": 1,
  "net.ipv6.ip_nonlocal_bind": 1,
});
