import { type MemorySize, toMebibytes } from "../../shared/size";
import { putFunction, renderStep } from "./shell";

const file = "/var/lib/homeport/swap";
const line = `${file} none swap sw 0 0 # Homeport`;

/** Space that stays free beside a swap file, in MiB. */
const reserveMebibytes = 1024;

/** Renders the script that gives a machine a swap file. One of another size is replaced, as far as memory allows. */
export const renderSwap = (host: string, size: MemorySize): string => {
  const mebibytes = toMebibytes(size);
  return renderStep(
    host,
    [putFunction, swapFunctions],
    `mkdir -p /var/lib/homeport
if [ "$(stat -c %s ${file} 2>/dev/null)" != ${mebibytes * 2 ** 20} ]; then
  swap_off
  rm -f ${file} ${file}.new
  free=$(df -Pk /var/lib/homeport | awk 'NR == 2 { print int($4 / 1024) }')
  [ "$free" -ge ${mebibytes + reserveMebibytes} ] || fail "$free MiB are free on the disk with /var/lib; a swap file of ${mebibytes} MiB leaves too few of them.
  Make room, or choose a smaller one; ${reserveMebibytes} MiB stay free."
  umask 077
  # Every block is written: a file with holes is no swap.
  dd if=/dev/zero of=${file}.new bs=1M count=${mebibytes} conv=fsync 2>/dev/null || fail "the swap file cannot be written."
  mkswap ${file}.new >/dev/null
  mv ${file}.new ${file}
  umask 022
fi
if ! is_on; then
  said=$(swapon ${file} 2>&1) || {
    rm ${file}
    fail "a swap file cannot be used here:
  $said"
  }
fi
[ -e /etc/fstab ] || : > /etc/fstab
grep -qxF '${line}' /etc/fstab || { sed '\\#^${file} #d' /etc/fstab; echo '${line}'; } | put /etc/fstab`,
  );
};

/** Renders the script that takes the swap file away. */
export const renderNoSwap = (host: string): string =>
  renderStep(
    host,
    [putFunction, swapFunctions],
    `swap_off
sed '\\#^${file} #d' /etc/fstab | put /etc/fstab
rm -f ${file}`,
  );

const swapFunctions = `is_on() { grep -q '^${file}[[:space:]]' /proc/swaps; }
swap_off() {
  ! is_on || swapoff ${file} 2>/dev/null || fail "the memory does not suffice without the swap file that is there.
  Stop something, or restart the machine."
}`;
