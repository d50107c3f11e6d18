# Makes a repository as Docker's is: the distribution's packages under Docker's names, signed by a key of its own.
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get -q update >/dev/null
apt-get -q install --yes --no-install-recommends busybox gpg gpg-agent >/dev/null 2>&1
mkdir -p /srv/linux/debian/pool /srv/linux/debian/dists/trixie/stable/binary-amd64 /tmp/work
cd /tmp/work
apt-get -q download docker.io docker-cli containerd docker-compose >/dev/null 2>&1

# again FILE NAME VERSION…: the same package under another name, once for each version
again() {
  dpkg-deb --raw-extract "$1" tree
  name=$2
  shift 2
  for version; do
    sed -i -E "/^(Conflicts|Breaks|Replaces|Recommends|Suggests|Source|Provides|Built-Using|Static-Built-Using|Pre-Depends):/d
      s/^Package:.*/Package: $name/; s/^Version:.*/Version: $version/; s/containerd \(/containerd.io (/" tree/DEBIAN/control
    dpkg-deb --build --root-owner-group -Znone tree "/srv/linux/debian/pool/${name}_${version#*:}.deb" >/dev/null
  done
  rm -r tree
}
again docker.io_*.deb docker-ce 5:26.1.5-1 5:26.1.9-1 5:27.0.0-1
again docker-cli_*.deb docker-ce-cli 5:26.1.5-1 5:26.1.9-1 5:27.0.0-1
again containerd_*.deb containerd.io 1.7.24-1
again docker-compose_*.deb docker-compose-plugin 2.26.1-1

cd /srv/linux/debian
for deb in pool/*.deb; do
  dpkg-deb --field "$deb"
  echo "Filename: $deb"
  echo "Size: $(stat -c %s "$deb")"
  echo "SHA256: $(sha256sum < "$deb" | cut -d ' ' -f 1)"
  echo
done > dists/trixie/stable/binary-amd64/Packages
packages=dists/trixie/stable/binary-amd64/Packages
gpg --batch --quiet --passphrase '' --quick-generate-key repository@example.org 2>/dev/null
gpg --batch --quiet --passphrase '' --quick-generate-key another@example.org 2>/dev/null
gpg --batch --quiet --local-user repository@example.org --clearsign --output dists/trixie/InRelease <<END
Suite: trixie
Codename: trixie
Architectures: amd64
Components: stable
Date: $(date -Ru)
SHA256:
 $(sha256sum < $packages | cut -d ' ' -f 1) $(stat -c %s $packages) stable/binary-amd64/Packages
END
# Whoever holds the address could add a key of his own.
gpg --batch --armor --export > gpg
busybox httpd -p 8000 -h /srv
gpg --batch --with-colons --list-keys repository@example.org | awk -F: '$1 == "fpr" { print $10; exit }'
