import { commandLine, quote } from "../../../shared/shell";
import { renderCustomise } from "./customise";
import { renderDisk } from "./disk";
import { packagesOf, release, type TemplateRecipe } from "./recipe";

// Nobody reads them on a machine that is entered by programs.
const unread = ["/usr/share/doc/*", "/usr/share/man/*", "/usr/share/locale/*", "/usr/share/info/*"];

/**
 * Renders the steps from Debian's packages to `disk.qcow2` in an empty directory; the sources of packages are the
 * positional parameters. All that a template is made of is in this text.
 */
export const renderSteps = (
  recipe: TemplateRecipe,
): string => `# Proxies and certificates by which this machine reaches its mirror.
apt-config dump Acquire::http >apt.conf
apt-config dump Acquire::https >>apt.conf
echo 'APT::Install-Recommends "false";' >>apt.conf
cat >customise <<'end of script'
${renderCustomise()}end of script
chmod +x customise

mmdebstrap --variant=apt --architectures=amd64 --aptopt=apt.conf \\
${options(recipe)
  .map((option) => `  ${quote(option)} \\\n`)
  .join("")}  ${release.suite} root.tar "$@" >&2
mkdir root
tar -xf root.tar -C root --numeric-owner --xattrs --xattrs-include='*'
rm root.tar
${renderDisk()}
qemu-img convert -f raw -O qcow2 disk.raw disk.qcow2`;

const options = (recipe: TemplateRecipe): string[] => [
  ...unread.map((path) => `--dpkgopt=path-exclude=${path}`),
  `--include=${packagesOf(recipe).join(",")}`,
  ...(recipe.runner ? runnerHooks(recipe.runner) : []),
  "--customize-hook=./customise",
];

const runnerHooks = (path: string): string[] => [
  `--customize-hook=${commandLine("copy-in", path, "/root")}`,
  `--customize-hook=chroot "$1" sh -c "apt-get install --yes /root/*.deb && rm /root/*.deb"`,
];
