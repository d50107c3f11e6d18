/** The label by which a template's system finds its own disk. */
export const rootLabel = "homeport";

// The same for every template: what is random in a file system would make each build another one.
const fixedId = "6f6d6570-6f72-4e74-8000-000000000013";
const mebibytes = 3 * 1024;
const bytesBefore = 2 ** 20;

// Written out: defaults differ from release to release.
const fileSystem = `[defaults]
base_features = sparse_super,large_file,filetype,resize_inode,dir_index,ext_attr,has_journal,extent,huge_file,flex_bg,metadata_csum,64bit,dir_nlink,extra_isize
default_mntopts = acl,user_xattr
enable_periodic_fsck = 0
blocksize = 4096
inode_ratio = 16384
[fs_types]
ext4 = {
  inode_size = 256
}
`;

/**
 * Renders the lines that make the disk `disk.raw` of the system in `root/`, `boot.img` and `core.img`, one partition
 * for all and GRUB before it: without a loop device or a mount, which a machine in a container may not have.
 */
export const renderDisk = (): string => `cat >mke2fs.conf <<'end of file'
${fileSystem}end of file
truncate -s ${mebibytes}M disk.raw
sfdisk --quiet disk.raw <<'end of file'
label: dos
label-id: 0x686f6d65
start=2048, type=83, bootable
end of file
export E2FSPROGS_FAKE_TIME=$SOURCE_DATE_EPOCH DEBUGFS_PAGER=cat
MKE2FS_CONFIG=$PWD/mke2fs.conf mke2fs -q -F -t ext4 -L ${rootLabel} -U ${fixedId} \\
  -E offset=${bytesBefore},hash_seed=${fixedId} -d root disk.raw ${mebibytes - bytesBefore / 2 ** 20}M
# Two times of a file come from its copying; no option of mke2fs sets them.
partition='disk.raw?offset=${bytesBefore}'
last=$(dumpe2fs -h "$partition" 2>/dev/null | awk '/^Inode count/ { all = $3 } /^Free inodes/ { free = $3 } END { print all - free }')
for inode in 2 $(seq 11 "$last"); do
  echo "set_inode_field <$inode> atime @$SOURCE_DATE_EPOCH"
  echo "set_inode_field <$inode> ctime @$SOURCE_DATE_EPOCH"
done | debugfs -w -f - "$partition" >/dev/null 2>&1
# GRUB's first sector looks for the rest right behind itself.
dd if=boot.img of=disk.raw bs=440 count=1 conv=notrunc status=none
dd if=core.img of=disk.raw bs=512 seek=1 conv=notrunc status=none`;
