import { z } from "zod";
import { clientNetworksSchema } from "../shared/clientNetwork";
import { expecting, shown } from "../shared/expecting";
import { writtenPath } from "../shared/writtenPath";
import { mayBeBcrypt, notBcrypt } from "./users";

/** Who is let in by address. */
export const allowSchema = clientNetworksSchema("192.168.1.0/24").min(
  1,
  "nobody would be let in; name at least one network, or leave allow out for everyone",
);

// A colon would end the name in the header that a browser sends, and a hash would begin a comment in the file.
const userName = /^[A-Za-z0-9._@+-]{1,64}$/;

/** Who is let in by name and password. */
export const usersSchema = z
  .record(
    z.string(),
    z.custom(mayBeBcrypt, { error: notBcrypt }),
    // Not told what it is: a line of a password file, perhaps.
    "what is given are not users with their hashes; example: { anna: password.bcryptHash }",
  )
  .superRefine((all, context) => {
    const names = Object.keys(all);
    if (names.length === 0)
      context.addIssue({
        code: "custom",
        message: "nobody could log in; name at least one user, or leave users out",
      });
    for (const name of names.filter((name) => !userName.test(name)))
      context.addIssue({
        code: "custom",
        message: `${shown(name.replace(/:.*/s, ":…"))} is not a user's name of 1–64 letters, digits, ".", "_", "@", "+" or "-"; example: anna`,
      });
  });

const openPath = expecting(
  'a path: it begins with "/", does not end with one, and has letters, digits, "-", "_", "." or "~"',
  "/webhook",
);

/** Where nobody is asked. */
export const usersExceptSchema = z
  .array(writtenPath(openPath), expecting("a list of paths", '["/webhook"]'))
  .min(1, "it exempts nothing; name at least one path, or leave usersExcept out");
