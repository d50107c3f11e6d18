import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { mountInputs } from "../containers/inputs";
import type { Source } from "../containers/place";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import { hardened, silentlyIgnored, stillAlive } from "../shared/hardening";
import { absentSaid } from "./part";

/** What copies the databases of one volume. */
export interface DumperArgs {
  readonly network: EnvironmentNetwork;
  readonly image: string;
  /** The application's, where the program says it. */
  readonly user: string | undefined;
  /** Where the databases are. */
  readonly source: Source;
  /** What it shares with the backup container. */
  readonly dumps: docker.Volume;
}

/**
 * Copies a database of SQLite as it is at one moment. To open one that is idle, files are made beside it: so it is done by
 * whoever the file belongs to, and not by root.
 */
export const dumpProgram = `import os, sqlite3, sys, urllib.parse
source, target = (os.path.join(root, sys.argv[1]) for root in ("/data", "/dumps/files"))
def become(owner):
    if os.getuid() == 0 and owner.st_uid != 0:
        os.setgroups([])
        os.setgid(owner.st_gid)
        os.setuid(owner.st_uid)
def opened(path):
    return sqlite3.connect("file:" + urllib.parse.quote(path) + "?mode=rw", uri=True, timeout=60)
try:
    try:
        found = os.stat(source)
    except PermissionError:
        become(os.stat("/data"))
        found = os.stat(source)
    become(found)
    os.umask(0o077)
    os.makedirs(os.path.dirname(target), exist_ok=True)
    if os.path.exists(target):
        os.remove(target)
    database = opened(source)
    database.execute("VACUUM INTO ?", (target,))
    database.close()
    copy = opened(target)
    said = copy.execute("PRAGMA quick_check(1)").fetchone()[0]
    copy.close()
    if said != "ok":
        sys.exit("its copy is damaged: " + said)
    os.chmod(target, found.st_mode & 0o777)
except FileNotFoundError:
    sys.exit("${absentSaid}")
except (OSError, sqlite3.Error) as error:
    sys.exit(str(error))
`;

/** Waits for questions, each with an id and a file, and answers with the id and "ok", or why not. */
export const dumperScript = `program=$1
done=
child=
stop() { [ -z "$child" ] || kill "$child" 2>/dev/null; exit 0; }
trap stop TERM INT
umask 022
while :; do
  : > /tmp/alive
  asked= file=
  { read -r asked && IFS= read -r file; } 2>/dev/null < /dumps/ask
  if [ -n "$file" ] && [ "$asked" != "$done" ]; then
    echo "$asked" > /dumps/begun
    python3 -c "$program" "$file" 2> /tmp/said &
    child=$!
    while kill -0 "$child" 2>/dev/null; do touch /dumps/begun /tmp/alive; sleep 0.2; done
    if wait "$child"; then said=ok; else said=$(tail -n 1 /tmp/said); fi
    child=
    printf '%s\\n%s\\n' "$asked" "\${said:-it was killed}" > /dumps/status.new
    mv /dumps/status.new /dumps/status
    done=$asked
  fi
  sleep 1 &
  wait $!
done
`;

/** Makes the container that copies the databases of a volume: it has no network, and of the machine this volume alone. */
export const makeDumper = (
  name: string,
  { network, image, user, source, dumps }: DumperArgs,
  parent: pulumi.Resource,
): docker.Container =>
  new docker.Container(
    name,
    {
      ...hardened(network.host.fit(name, { memory: "128MiB", cpus: 0.5 })),
      // Where nobody says who the application is, root becomes whoever has the file.
      user: user ?? "0:0",
      capabilities: { drops: ["ALL"], adds: user === undefined ? ["CAP_SETGID", "CAP_SETUID"] : [] },
      image: network.host.image(image),
      entrypoints: ["sh", "-c", dumperScript, "dumper", dumpProgram],
      readOnly: true,
      tmpfs: { "/tmp": "size=1m" },
      ...mountInputs([
        { ...source, path: "/data" },
        { volume: dumps.name, path: "/dumps" },
      ]),
      networkMode: "none",
      labels: network.labelsOf(name, parent, "dumper"),
      healthcheck: stillAlive(3),
      destroyGraceSeconds: 10,
    },
    // Two of them would write the same copy.
    { parent, ...network.host.options, deleteBeforeReplace: true, replaceOnChanges: silentlyIgnored },
  );
