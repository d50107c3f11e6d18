import * as pulumi from "@pulumi/pulumi";
import { compare } from "bcryptjs";
import { expect, test } from "vitest";
import { mayBeBcrypt } from "../../../components/services/users";
import { makePassword } from "./random";

test("a password comes with its bcrypt hash, and both are secret", async () => {
  const { result, bcryptHash } = (await makePassword("password", { length: 20 })).outputs as Record<
    string,
    pulumi.Output<string>
  >;
  expect(await pulumi.isSecret(result as pulumi.Output<string>)).toBe(true);
  expect(await pulumi.isSecret(bcryptHash as pulumi.Output<string>)).toBe(true);
  const [password, hash] = await new Promise<string[]>((resolve) =>
    pulumi.all([result, bcryptHash]).apply((both) => resolve(both as string[])),
  );
  expect(mayBeBcrypt(hash)).toBe(true);
  expect(await compare(password ?? "", hash ?? "")).toBe(true);
});
