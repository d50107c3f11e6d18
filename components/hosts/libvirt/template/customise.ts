import { rootLabel } from "./disk";

const cloudInit = `# Who this machine is comes from the disk beside its own, and from nowhere else.
datasource_list: [NoCloud]
cloud_init_modules: [growpart, resizefs, set_hostname, update_hostname, update_etc_hosts, ssh]
cloud_config_modules: []
cloud_final_modules: []
users: []
system_info:
  network: { renderers: [networkd] }
`;

const grub = `set timeout=0
linux /vmlinuz root=LABEL=${rootLabel} ro console=tty0 console=ttyS0 loglevel=4
initrd /initrd.img
boot
`;

const file = (path: string, text: string): string => `cat >"$1${path}" <<'end of file'
${text}end of file`;

/**
 * Renders the script that makes a machine of the packages, given their directory: what every clone has to have of its
 * own is taken out, and what a clone does not need at each boot is switched off.
 */
export const renderCustomise = (): string => `#!/bin/sh
set -eu
${file("/etc/cloud/cloud.cfg.d/90-homeport.cfg", cloudInit)}
${file("/etc/fstab", `LABEL=${rootLabel} / ext4 errors=remount-ro 0 1\n`)}
mkdir -p "$1/boot/grub"
${file("/boot/grub/grub.cfg", grub)}
chroot "$1" grub-mkimage -O i386-pc -o /core.img -p '(hd0,msdos1)/boot/grub' biosdisk part_msdos ext2 normal linux
mv "$1/core.img" .
cp "$1/usr/lib/grub/i386-pc/boot.img" .
chroot "$1" systemctl --quiet enable systemd-networkd systemd-resolved
chroot "$1" systemctl --quiet mask systemd-networkd-wait-online.service
# They would begin with the first boot; whoever wants updates by themselves switches them on.
chroot "$1" systemctl --quiet disable apt-daily.timer apt-daily-upgrade.timer
ln -sf ../run/systemd/resolve/stub-resolv.conf "$1/etc/resolv.conf"
rm -f "$1"/etc/ssh/ssh_host_*_key* "$1/etc/hostname" "$1/etc/apt/apt.conf.d/99mmdebstrap" "$1/var/lib/dbus/machine-id"
: >"$1/etc/machine-id"
# Caches and logs differ from build to build.
rm -rf "$1"/var/cache/ldconfig/* "$1"/var/cache/debconf/*-old "$1"/var/log/* "$1"/var/lib/systemd/catalog/database
mkdir -p "$1/var/log/journal"
`;
