import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";
import { hostCommand } from "../hosts/dockerHost/hostCommand";
import { drawn } from "../shared/drawn";
import { fingerprintOf } from "../shared/revision";
import { commandLine, quote } from "../shared/shell";
import type { Titled } from "../shared/titled";
import { filesLabel } from "./fileSource";
import type { ContainerFile } from "./files";
import type { ContainerPlace } from "./place";
import { tarOf } from "./tar";

/** Files that containers find when they start. */
export interface FilesVolume {
  readonly mounts: docker.types.input.ContainerMount[];
  /** They are there once it is. */
  readonly filled: pulumi.Resource;
}

/**
 * Puts files into a volume of their own, of which containers see each at its path. Whatever changes in them makes another
 * volume: so new containers are made for it, and those before them keep what they have until they go, and it with them.
 * An engine tells nothing of what they say: the volume's name is drawn by lot.
 */
export function filesVolume(
  { network, path, component, name, options }: ContainerPlace,
  files: readonly ContainerFile[],
  image: pulumi.Output<string>,
): FilesVolume {
  const contents = pulumi.all(files.map(({ content }) => content));
  const archive = contents.apply((all) =>
    tarOf(files.map((file, at) => packed(file, at, all[at] ?? ""))).toString("base64"),
  );
  const lot = drawn(
    `${name}-files-lot`,
    {
      title: `draw a name for the files of ${path}`,
      bytes: 6,
      anew: [pulumi.secret(archive.apply(fingerprintOf))],
    },
    options("files-lot"),
  );
  const labels = network.labels(component, { [filesLabel]: name });
  const volume = new docker.Volume(
    `${name}-files`,
    { name: pulumi.interpolate`${name}-files-${lot}`, labels },
    {
      ...options("files"),
      ...network.host.options,
      // Those before it have theirs until they go.
      deleteBeforeReplace: false,
      ignoreChanges: ["labels"],
    },
  );
  const filled = hostCommand(
    `${name}-files-write`,
    network.host,
    {
      run: pulumi.all([volume.name, image]).apply(([to, any]) => writeCommand(path, to, any, labels)),
      stdin: archive,
    },
    options("files-write"),
  );
  const mounts = files.map((file, at) => ({
    type: "bind",
    source: pulumi.interpolate`${volume.mountpoint}/${at}`,
    target: file.path,
    readOnly: true,
  }));
  return { mounts, filled };
}

function packed({ mode = "0444", owner = "0:0" }: ContainerFile, at: number, content: string) {
  const [user = 0, group = 0] = owner.split(":").map(Number);
  return { name: String(at), content, mode, user, group };
}

const inside = "/homeport-files";

/** By way of a container that never starts: so no program is needed there, and whatever image there is will do. */
const writeCommand = (
  path: string,
  volume: string,
  image: string,
  labels: readonly { readonly label: string; readonly value: string }[],
): Titled => ({ title: `write the files of ${path}`, script: writeScript(volume, image, labels) });

/** Shell: writes the archive that it reads into a volume, which it makes. */
export const writeScript = (
  volume: string,
  image: string,
  labels: readonly { readonly label: string; readonly value: string }[] = [],
): string => `helper=${quote(`${volume}-write`)}
docker rm --force --volumes "$helper" >/dev/null 2>&1
${commandLine(
  ...["docker", "create", "--name", `${volume}-write`, "--network", "none"],
  ...labels.flatMap(({ label, value }) => ["--label", `${label}=${value}`]),
  ...["--volume", `${volume}:${inside}`, "--entrypoint", inside, image],
)} >/dev/null && base64 -d | docker cp - "$helper:${inside}"
status=$?
docker rm --force --volumes "$helper" >/dev/null
exit $status`;
