import { filesLabel } from "../../components/containers/fileSource";
import { isKept, type VolumeBackup } from "../../components/services/volumeBackup";
import { isAmong } from "../../components/shared/pattern";
import { labelsOf, volumeType } from "../container";
import { makerOf, type Resource } from "../resource";
import type { StackRule } from "../rule";
import { isService, type Stack, serviceOf } from "../stack";

const label = "homeport.backup";

/**
 * A service declares its volumes in its outputs, as a label that changes takes the volume with it. What farms,
 * routers and networks keep is made again from the program, or by the authority that issued it.
 */
export const volumeBackup: StackRule<{ declared: Record<string, string>; except: readonly string[] }> = {
  about: "stack",
  name: "volume-backup",
  description: "Every volume says how it is backed up, or that its data may be lost.",
  settings: {
    declared: {
      type: "object",
      additionalProperties: { type: "string", minLength: 1 },
      default: {},
      description: 'How volumes are backed up, or "none", by the name of the resource.',
    },
  },
  check: (stack, { declared, except }) => [
    ...stack.resources
      .filter(({ type, urn }) => type === volumeType && ["service", undefined].includes(makerOf(urn)))
      // Of files that the program says, nothing is lost.
      .filter(({ props }) => !(filesLabel in labelsOf(props)))
      .filter(({ name }) => !isAmong(except, name))
      .flatMap((volume) => {
        const said = declared[volume.name] ?? labelsOf(volume.props)[label] ?? ofService(stack, volume);
        if (!said) return [{ urn: volume.urn, message: lacking(volume) }];
        return isKept(said) && !isAmongBackups(stack, volume)
          ? [{ urn: volume.urn, message: nobodyDoes }]
          : [];
      }),
    ...stack.resources.filter(isService).flatMap((service) =>
      directoriesOf(service)
        .filter(({ name }) => !isAmong(except, name) && !declared[name])
        .map(({ directory }) => ({ urn: service.urn, message: `${directory}: ${unsaid}` })),
    ),
  ],
};

/** Directories of the host that a service writes to and says nothing of, under the names of volumes. */
function directoriesOf({ name, props }: Resource): { name: string; directory: string }[] {
  const backups = (props.backups ?? {}) as Record<string, VolumeBackup>;
  return Object.entries((props.directories ?? {}) as Record<string, string>)
    .filter(([volume]) => backups[volume] === undefined)
    .map(([volume, directory]) => ({ name: `${name}-volume-${volume}`, directory }));
}

/** Whether `Backups` of the stack have the service's volume. */
function isAmongBackups(stack: Stack, volume: Resource): boolean {
  const wanted = `${serviceOf(stack, volume)?.name}/${volumeName(stack, volume)}`;
  return stack.resources
    .filter(({ type }) => type === "homeport:index:Backups")
    .some(({ props }) => (props.volumes as readonly string[] | undefined)?.includes(wanted));
}

const nobodyDoes =
  'it says how it is backed up, and nothing does it; name its service in the "of" of new Backups(…), on the host that has it';

/** What the service says of its volume, whose name begins with that of the service or of its part on a host. */
function ofService(stack: Stack, volume: Resource): VolumeBackup | undefined {
  const backups = serviceOf(stack, volume)?.props.backups as Record<string, VolumeBackup> | undefined;
  return backups?.[volumeName(stack, volume)];
}

function volumeName(stack: Stack, volume: Resource): string {
  const parent = stack.resources.find(({ urn }) => urn === volume.parent);
  return volume.name.slice(`${parent?.name}-volume-`.length);
}

const unsaid =
  'nothing says how it is backed up; give it in the service\'s volumes, example: backup: { kind: "files" }, "restic, nightly", or "none"';

const lacking = (volume: Resource): string =>
  makerOf(volume.urn) === "service"
    ? unsaid
    : `nothing says how it is backed up; name it in this rule's declared, example: { "${volume.name}": "none" }, as a label added now would replace the volume`;
