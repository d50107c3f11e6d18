import type { Machine } from "./machine";

/** What stands for gitlab-runner: it writes down what it is told, and registers as the real one does. */
const program = `#!/bin/sh
echo "$*" >>/tmp/calls
tr '\\0' ' ' </proc/$$/cmdline >>/tmp/command-lines
command=$1
while [ $# -gt 0 ]; do
  case $1 in --config) config=$2 ;; --url) url=$2 ;; --executor) executor=$2 ;; --docker-image) image=$2 ;; esac
  shift
done
case $command in
  status) [ -e /tmp/started ] ;;
  start) touch /tmp/started ;;
  register)
    case $CI_SERVER_TOKEN in glrt-*) ;; *) echo "PANIC: Failed to verify the runner $CI_SERVER_TOKEN." >&2; exit 1 ;; esac
    [ -e "\${config%/*}/.runner_system_id" ] || echo s_1234 >"\${config%/*}/.runner_system_id"
    printf 'concurrent = 1\\n\\n[[runners]]\\n  name = "%s"\\n  url = "%s"\\n  token = "%s"\\n  executor = "%s"\\n  [runners.docker]\\n    image = "%s"\\n' \\
      "$RUNNER_NAME" "$url" "$CI_SERVER_TOKEN" "$executor" "$image" >"$config" ;;
esac
`;

/** Builds a package with it on a machine. */
export const buildRunner = (machine: Machine, path: string, version: string): Promise<string> =>
  machine.run(
    `folder=$(mktemp -d); mkdir -p $folder/DEBIAN $folder/usr/bin $folder/etc/gitlab-runner; chmod -R 755 $folder
printf 'Package: gitlab-runner\\nVersion: ${version}\\nArchitecture: all\\nMaintainer: nobody\\nDescription: fake\\n' >$folder/DEBIAN/control
cat >$folder/usr/bin/gitlab-runner; chmod 755 $folder/usr/bin/gitlab-runner
dpkg-deb --build $folder ${path} >/dev/null; rm -r $folder`,
    program,
  );
