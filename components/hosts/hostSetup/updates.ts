import { aptFunctions } from "./apt";
import { putFile, putFunction, renderStep, systemdFunction } from "./shell";

/** Renders the script that brings all packages up to date. */
export const renderUpdate = (host: string, occasion: string): string =>
  renderStep(
    host,
    [aptFunctions],
    `# ${occasion.replace(/[^\w .:-]/g, "_")}
refresh
apt upgrade --with-new-pkgs || fail "apt cannot bring all packages up to date:
$(words)"
[ ! -e /run/reboot-required ] || echo "Restart ${host} to use its new kernel or libraries."`,
  );

const settings = "/etc/apt/apt.conf.d/60homeport-security-updates";

// Debian's own file takes more than security updates. Docker's and GitLab's repositories are not named: what comes from
// there is updated by hand or by another version in the program.
const unattended = `#clear Unattended-Upgrade::Origins-Pattern;
#clear Unattended-Upgrade::Allowed-Origins;
Unattended-Upgrade::Origins-Pattern {
  "origin=Debian,codename=\${distro_codename}-security,label=Debian-Security";
  "origin=Ubuntu,archive=\${distro_codename}-security";
};
Unattended-Upgrade::Automatic-Reboot "false";
APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";`;

/** Renders the script after which security updates are installed every day. */
export const renderSecurityUpdates = (host: string): string =>
  renderStep(
    host,
    [aptFunctions, putFunction, systemdFunction],
    `need unattended-upgrades
${putFile(settings, unattended)}
if has_systemd; then
  said=$(systemctl enable --quiet --now apt-daily.timer apt-daily-upgrade.timer 2>&1) || fail "the timers of the updates cannot be turned on:
$(words)"
else
  echo "There is no systemd, whose timers begin the updates: have /usr/lib/apt/apt.systemd.daily run every day."
fi`,
  );

/** Renders the script after which they are not. */
export const renderNoSecurityUpdates = (host: string): string => renderStep(host, [], `rm -f ${settings}`);
