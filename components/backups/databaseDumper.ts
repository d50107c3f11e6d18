import * as docker from "@pulumi/docker";
import type * as pulumi from "@pulumi/pulumi";
import { filesVolume } from "../containers/filesVolume";
import { mountInputs } from "../containers/inputs";
import type { DumpedDatabase } from "../databases/dumped";
import { passwordFile } from "../databases/engine";
import type { EnvironmentNetwork } from "../network/environmentNetwork";
import { hardened, silentlyIgnored, stillAlive } from "../shared/hardening";
import { byCode } from "../shared/order";

/** What dumps a database on demand. */
export interface DatabaseDumperArgs {
  readonly network: EnvironmentNetwork;
  readonly dumped: DumpedDatabase;
  /** What it shares with the backup container. */
  readonly dumps: docker.Volume;
}

/**
 * Waits for questions, dumps into the pipe beside each, and answers with the question and "ok", or why not. Which run of
 * the container it is stands in `begun`, and that it is at work in the time of that file.
 */
export const databaseDumperScript = `dump=$1 counts=$2
done=
child=
stop() { [ -z "$child" ] || kill "$child" 2>/dev/null; exit 0; }
trap stop TERM INT
umask 077
read -r run < /proc/sys/kernel/random/uuid
asked() { ask=; { read -r ask; } 2>/dev/null < /dumps/ask; }
work() {
  sh -c "$counts" > /dumps/before 2> /tmp/said && sh -c "$dump" > /dumps/pipe 2> /tmp/said && sh -c "$counts" > /dumps/after 2> /tmp/said
}
while :; do
  : > /tmp/alive
  asked
  if [ -n "$ask" ] && [ "$ask" != "$done" ]; then
    id=$ask
    echo "$id $run" > /dumps/begun
    work &
    child=$!
    while kill -0 "$child" 2>/dev/null; do
      touch /dumps/begun /tmp/alive
      asked
      # Nobody takes it any more.
      [ "$ask" = "$id" ] || kill "$child" 2>/dev/null
      sleep 0.3
    done
    if wait "$child"; then said=ok; else said=$(tail -n 1 /tmp/said); fi
    child=
    printf '%s\\n%s\\n' "$id" "\${said:-the dump was killed}" > /dumps/status.new
    mv /dumps/status.new /dumps/status
    done=$id
  fi
  sleep 1 &
  wait $!
done
`;

/** Makes the container that dumps a database: the database's own image, with its password and no key of a repository. */
export function makeDatabaseDumper(
  name: string,
  { network, dumped, dumps }: DatabaseDumperArgs,
  parent: pulumi.Resource,
): docker.Container {
  const { server, address, password } = dumped;
  const { engine } = server;
  const image = network.host.image(server.image);
  const place = { network, path: name, component: "dumper", name, options: () => ({ parent }) };
  const files = filesVolume(place, [{ path: passwordFile, content: password }], image);
  const shared = mountInputs([{ volume: dumps.name, path: "/dumps" }]);
  return new docker.Container(
    name,
    {
      ...hardened(network.host.fit(name, { memory: "256MiB", cpus: 0.5 })),
      ...shared,
      mounts: files.mounts,
      image,
      entrypoints: ["sh", "-c", databaseDumperScript, "dumper", engine.dump, engine.counts],
      user: "0:0",
      envs: Object.entries({ ...server.environment, HOMEPORT_HOST: address })
        .map(([variable, value]) => `${variable}=${value}`)
        .sort(byCode),
      readOnly: true,
      // The image would have a volume there.
      tmpfs: Object.fromEntries(
        ["/tmp", server.dataPath, ...(engine.alsoDeclares ?? [])].map((path) => [path, "size=4m"]),
      ),
      networksAdvanced: [{ name: dumped.network }],
      labels: network.labelsOf(name, parent, "dumper"),
      healthcheck: stillAlive(3),
      destroyGraceSeconds: 10,
    },
    // Two of them would write into the same pipe.
    {
      ...{ parent, ...network.host.options, deleteBeforeReplace: true, replaceOnChanges: silentlyIgnored },
      dependsOn: files.filled,
    },
  );
}
