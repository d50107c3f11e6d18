import { renderStep } from "./shell";

/** Whose machine it is. */
export interface Origin {
  readonly project: string;
  readonly stack: string;
}

const folder = "/etc/homeport/known";
const markOf = (host: string, { project, stack }: Origin) => `${folder}/${project}.${stack}.${host}`;

/** Renders the script that leaves a mark on a machine, by which it is known again. */
export function renderMark(host: string, origin: Origin): string {
  const mark = markOf(host, origin);
  return renderStep(host, [], `mkdir -p ${folder}\n[ -e ${mark} ] || : > ${mark}`);
}

/** Renders the script that takes the mark away. */
export const renderNoMark = (host: string, origin: Origin): string =>
  renderStep(host, [], `rm -f ${markOf(host, origin)}`);

/**
 * Renders the script that looks whether the way to a machine, where it has changed, still leads to the same one. On
 * another one nothing is there of what the state knows.
 */
export const renderKnown = (host: string, origin: Origin): string =>
  renderStep(
    host,
    [],
    `[ -e ${markOf(host, origin)} ] || fail "this is another machine than before: what ${origin.stack} had there is not on it.
  If the former one is gone for good, have the state forget it with all that was on it, and run the update again:
  pulumi stack export --stack ${origin.stack} | grep -o 'urn:[^\\"]*DockerHost::${host}'
  pulumi state delete '<that urn>' --target-dependents --stack ${origin.stack}"`,
  );
