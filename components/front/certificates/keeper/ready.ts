import { certificatePorts } from "../ports";

/** How long a keeper may take to answer, in seconds. */
const answerSeconds = 30;

/** How long the farm may take to judge what it is offered, in seconds: up to some tenths of a second for each. */
const judgeSeconds = 180;

/** Renders the script that runs inside the keeper's container and fails where it has not looked at every certificate. */
export const renderAnswers = (): string => `deadline=$(($(date +%s) + ${answerSeconds}))
until wget -q -T 10 -O /dev/null http://127.0.0.1:${certificatePorts.keeper}/offered; do
  [ "$(date +%s)" -lt "$deadline" ] || exit 1
  sleep 0.2
done`;

/** Exit status of the script where certificates are missing, which it has told by then. */
export const missingStatus = 3;

/**
 * Renders the script that runs inside the keeper's container: it ends when the keeper has looked at every
 * certificate and the farm has judged it and, where the certificates are somebody else's, each of them can be shown.
 */
export const renderKeeperReady = (strict: boolean): string =>
  `set -eu
deadline=$(($(date +%s) + ${judgeSeconds}))
until problems=$(wget -q -T 10 -O - http://127.0.0.1:${certificatePorts.keeper}/problems 2>/dev/null); do
  if [ "$(date +%s)" -ge "$deadline" ]; then
    echo "after ${judgeSeconds} s, the keeper of certificates does not answer, or the farm has not judged what it was offered" >&2
    exit 1
  fi
  sleep 0.2
done
${strict ? refusal : ""}`;

const refusal = `if [ -n "$problems" ]; then
  printf 'these domains have no certificate that could go live:\\n%s\\n' "$problems" >&2
  exit ${missingStatus}
fi
`;
