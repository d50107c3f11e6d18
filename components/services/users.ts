import * as pulumi from "@pulumi/pulumi";
import { tellOfClear } from "../shared/inClear";
import { late } from "../shared/marks";
import { refusal } from "../shared/refuse";

/** Cost from 4 to 31, then 22 characters of salt and 31 of digest. */
const bcrypt = /^\$2[aby]\$(0[4-9]|[12]\d|3[01])\$[./A-Za-z0-9]{53}$/;

/** What is wrong with a password's hash. The hash itself is not told: whoever has it can try passwords. */
export const notBcrypt =
  'what is given is not a bcrypt hash ($2a$, $2b$ or $2y$, cost 04 to 31); make one with "htpasswd -nB <user>" or RandomPassword\'s bcryptHash; example: $2y$10$ and 53 characters';

/** @returns whether a hash that is known already may be used; one that comes later is looked at then. */
export const mayBeBcrypt = (hash: unknown): boolean =>
  typeof hash === "string" ? bcrypt.test(hash) : hash === late;

/**
 * Looks at a hash as soon as it is known.
 * @throws RunError where it is something else.
 */
export function soundHash(path: string, hash: string): string {
  if (bcrypt.test(hash)) return hash;
  throw refusal(`${path}: ${notBcrypt}`);
}

/** The users with their hashes, a secret from here on, whether or not the program has made them one. */
export const secretUsers = (
  service: string,
  users: Readonly<Record<string, pulumi.Input<string>>>,
): pulumi.Output<Record<string, string>> => {
  tellOfClear(`${service}.users`, users);
  return pulumi.all(
    Object.fromEntries(
      Object.entries(users).map(([user, hash]) => [
        user,
        pulumi.secret(hash).apply((known) => soundHash(`${service}.users.${user}`, known)),
      ]),
    ),
  );
};
