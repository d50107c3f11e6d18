import { putFunction, secretFiles } from "../shared/secretFiles";
import { pollFunction, quote } from "../shared/shell";
import { secretsDirectory, stateMount } from "./layout";

/** How long a deployment waits until repositories are open, in seconds. */
const waitSeconds = 60;

/**
 * Renders the script that runs inside the backup container at a deployment: it hands over what is secret, and has each
 * repository opened. One that is not this environment's, that is gone or that has another password fails the update; one
 * that cannot be reached is a warning, as no home should wait for it.
 */
export const renderTold = (secrets: Readonly<Record<string, string>>, places: number): string => `set -eu
umask 077
${pollFunction}
${putFunction}
${secretFiles(secretsDirectory, secrets)}
order="open $(date +%s)-$$"
echo "$order" | put ${stateMount}/order
attended() { [ "$(cat ${stateMount}/attended 2>/dev/null)" = "$order" ]; }
poll ${waitSeconds} attended || { echo "warning: the backups are at work, or a repository does not answer, for ${waitSeconds} s" >&2; exit 0; }
for place in ${Array.from({ length: places }, (_, at) => at).join(" ")}; do
  jq -r 'select(.problem != "") | (if .refused then "" else "warning: " end) + .shown + ": " + .problem' ${stateMount}/places/$place/outcome >&2
  ! jq -e .refused ${stateMount}/places/$place/outcome >/dev/null || exit 1
done
`;

/** Shell of the host: tells which images the services have, by the engine's own id, for the sets. */
export const imagesTold = (container: string, images: Readonly<Record<string, string>>): string =>
  `{ ${Object.entries(images)
    .map(
      ([service, image]) =>
        `docker image inspect -f ${quote(`${service} ${image} {{.Id}}`)} ${quote(image)} 2>/dev/null || :`,
    )
    .join(
      "; ",
    )}; } | docker exec -i ${quote(container)} sh -c 'cat > ${stateMount}/images.new && mv ${stateMount}/images.new ${stateMount}/images'`;
