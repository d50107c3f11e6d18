set -eu
export LC_ALL=C TZ=UTC SOURCE_DATE_EPOCH=1735689600
umask 022
fail() { printf '%s\n' "$@" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail 'a template is built as root'
command -v mmdebstrap >/dev/null || fail '"mmdebstrap" was not found: apt-get install mmdebstrap'
command -v qemu-img >/dev/null || fail '"qemu-img" was not found: apt-get install qemu-utils'
command -v sfdisk >/dev/null || fail '"sfdisk" was not found: apt-get install fdisk'
command -v mke2fs >/dev/null || fail '"mke2fs" was not found: apt-get install e2fsprogs'

version=68831a2232ca
directory=/var/lib/libvirt/images/homeport/templates
template=$directory/debian-13-$version.qcow2
[ ! -f "$template" ] || { echo "$template"; exit 0; }
mkdir -p "$directory"
work=$(mktemp -d "$directory/.building-XXXXXX")
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work"

of() {
  apt-get --no-release-info indextargets --format '$(RELEASE) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' |
    awk -v suite="$1" '$1 == suite && $2 == "main" { print $3; exit }'
}
. /etc/os-release
main= security=
if [ "$ID" = debian ]; then main=$(of "$VERSION_CODENAME") security=$(of "$VERSION_CODENAME-security"); fi
set --
[ -z "$main" ] || set -- "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $main trixie main" "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $main trixie-updates main"
[ -z "$security" ] || set -- "$@" "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $security trixie-security main"

# Proxies and certificates by which this machine reaches its mirror.
apt-config dump Acquire::http >apt.conf
apt-config dump Acquire::https >>apt.conf
echo 'APT::Install-Recommends "false";' >>apt.conf
cat >customise <<'end of script'
#!/bin/sh
set -eu
cat >"$1/etc/cloud/cloud.cfg.d/90-homeport.cfg" <<'end of file'
# Who this machine is comes from the disk beside its own, and from nowhere else.
datasource_list: [NoCloud]
cloud_init_modules: [growpart, resizefs, set_hostname, update_hostname, update_etc_hosts, ssh]
cloud_config_modules: []
cloud_final_modules: []
users: []
system_info:
  network: { renderers: [networkd] }
end of file
cat >"$1/etc/fstab" <<'end of file'
LABEL=homeport / ext4 errors=remount-ro 0 1
end of file
mkdir -p "$1/boot/grub"
cat >"$1/boot/grub/grub.cfg" <<'end of file'
set timeout=0
linux /vmlinuz root=LABEL=homeport ro console=tty0 console=ttyS0 loglevel=4
initrd /initrd.img
boot
end of file
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
end of script
chmod +x customise

mmdebstrap --variant=apt --architectures=amd64 --aptopt=apt.conf \
  '--dpkgopt=path-exclude=/usr/share/doc/*' \
  '--dpkgopt=path-exclude=/usr/share/man/*' \
  '--dpkgopt=path-exclude=/usr/share/locale/*' \
  '--dpkgopt=path-exclude=/usr/share/info/*' \
  --include=apparmor,ca-certificates,cloud-guest-utils,cloud-init,dbus,docker-cli,docker-compose,docker.io,e2fsprogs,grub-pc-bin,iproute2,iptables,libpam-systemd,linux-image-cloud-amd64,openssh-server,systemd,systemd-resolved,systemd-sysv \
  --customize-hook=./customise \
  trixie root.tar "$@" >&2
mkdir root
tar -xf root.tar -C root --numeric-owner --xattrs --xattrs-include='*'
rm root.tar
cat >mke2fs.conf <<'end of file'
[defaults]
base_features = sparse_super,large_file,filetype,resize_inode,dir_index,ext_attr,has_journal,extent,huge_file,flex_bg,metadata_csum,64bit,dir_nlink,extra_isize
default_mntopts = acl,user_xattr
enable_periodic_fsck = 0
blocksize = 4096
inode_ratio = 16384
[fs_types]
ext4 = {
  inode_size = 256
}
end of file
truncate -s 3072M disk.raw
sfdisk --quiet disk.raw <<'end of file'
label: dos
label-id: 0x686f6d65
start=2048, type=83, bootable
end of file
export E2FSPROGS_FAKE_TIME=$SOURCE_DATE_EPOCH DEBUGFS_PAGER=cat
MKE2FS_CONFIG=$PWD/mke2fs.conf mke2fs -q -F -t ext4 -L homeport -U 6f6d6570-6f72-4e74-8000-000000000013 \
  -E offset=1048576,hash_seed=6f6d6570-6f72-4e74-8000-000000000013 -d root disk.raw 3071M
# Two times of a file come from its copying; no option of mke2fs sets them.
partition='disk.raw?offset=1048576'
last=$(dumpe2fs -h "$partition" 2>/dev/null | awk '/^Inode count/ { all = $3 } /^Free inodes/ { free = $3 } END { print all - free }')
for inode in 2 $(seq 11 "$last"); do
  echo "set_inode_field <$inode> atime @$SOURCE_DATE_EPOCH"
  echo "set_inode_field <$inode> ctime @$SOURCE_DATE_EPOCH"
done | debugfs -w -f - "$partition" >/dev/null 2>&1
# GRUB's first sector looks for the rest right behind itself.
dd if=boot.img of=disk.raw bs=440 count=1 conv=notrunc status=none
dd if=core.img of=disk.raw bs=512 seek=1 conv=notrunc status=none
qemu-img convert -f raw -O qcow2 disk.raw disk.qcow2
# Clones lie on top of it: it never changes.
chmod 444 disk.qcow2
sync disk.qcow2
mv disk.qcow2 "$template"
echo "$template"
