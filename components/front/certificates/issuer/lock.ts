import { acmeMount } from "./layout";

const lock = `${acmeMount}/issuer.lock`;

/** Shell: one issuer to a directory, of all containers that have it. What a crash leaves is void after two minutes. */
export const lockFunctions = `me=$(hostname)
heart=
locked() { first_line ${lock}; [ "$line" = "$me" ]; }
taken() { ! locked && [ -n "$(find ${lock} -mmin -2 2>/dev/null)" ]; }
unlock() {
  [ -z "$heart" ] || kill "$heart" 2>/dev/null
  if locked; then rm -f ${lock}; fi
}`;

/** Shell: waits for the lock, takes it, and keeps it fresh also while a try takes long. */
export const lockLines = `if taken; then echo "another issuer works in this directory: waiting for it to end"; fi
while taken; do pause 5; done
echo "$me" | put ${lock}
while sleep 30; do locked && touch ${lock}; done &
heart=$!`;
