set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C
umask 022
fail() { printf '%s\n' 'host apps: '"$*" >&2; exit 1; }
[ -e /etc/homeport/known/homeport.prod.apps ] || fail "this is another machine than before: what prod had there is not on it.
  If the former one is gone for good, have the state forget it with all that was on it, and run the update again:
  pulumi stack export --stack prod | grep -o 'urn:[^\"]*DockerHost::apps'
  pulumi state delete '<that urn>' --target-dependents --stack prod"
