import { aptFunctions } from "./apt";
import { renderStep, systemdFunction } from "./shell";

/**
 * Renders the script that has the clock set by the network, where nothing does it yet. Without systemd, and in a
 * container, the clock is somebody else's.
 */
export const renderTime = (host: string): string =>
  renderStep(
    host,
    [aptFunctions, systemdFunction],
    `if ! has_systemd || systemd-detect-virt --quiet --container; then
  echo "The clock of ${host} is set from outside."
  exit 0
fi
for other in chrony ntpsec ntp openntpd; do
  if is_installed $other; then
    echo "The clock of ${host} is set by $other."
    exit 0
  fi
done
need systemd-timesyncd
systemctl enable --quiet --now systemd-timesyncd.service || fail "systemd-timesyncd does not start.
  Look at: journalctl -u systemd-timesyncd"`,
  );
