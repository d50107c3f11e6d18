import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { secretUsers, soundHash } from "../../../components/services/users";
import { routes } from "../cases";
import { refusals } from "./refusals";

const hash = routes.guarded.users.anna;
const digest = hash.slice(7);

describe("clients that could never be let in as they are named are refused", () => {
  test.each([
    [
      ["192.168.1.7/24"],
      'allow.0: "192.168.1.7/24" does not begin at its first address; write 192.168.1.0/24',
    ],
    [
      ["10.0.0.0/8", "home"],
      'allow.1: "home" is not an address or network of IPv4 or IPv6; example: 192.168.1.0/24',
    ],
    [[7], "allow.0: 7 is not a network of clients; example: 192.168.1.0/24"],
    ["10.0.0.0/8", 'allow: "10.0.0.0/8" is not a list of networks; example: ["192.168.1.0/24"]'],
    [[], "allow: nobody would be let in; name at least one network, or leave allow out for everyone"],
  ])("%j", (allow, expected) => {
    const [problem, ...more] = refusals({ allow });
    expect(more).toEqual([]);
    expect(problem).toContain(expected);
  });
});

describe("a password's hash that the router could not compare is refused, and never shown", () => {
  test.each([
    ["a password", "open sesame"],
    ["nothing", ""],
    ["of MD5", "$apr1$n4.x88eA$u23pOlCMlpfvDq7FBqht3."],
    ["of SHA", "{SHA}n4.x88eAw6imMy1a/O9DFeFsa0u="],
    ["of an unsound bcrypt", `$2x$04$${digest}`],
    ["of too low a cost", `$2b$03$${digest}`],
    ["of too high a cost", `$2b$32$${digest}`],
    ["cut short", hash.slice(0, -1)],
    ["too long", `${hash}A`],
    ["with a line end", `${hash}\n`],
    ["with a second user behind it", `${hash}\neve:${hash}`],
    ["with its user before it", `anna:${hash}`],
  ])("%s", (_, wrong) => {
    const [problem, ...more] = refusals({ users: { anna: wrong } });
    expect(more).toEqual([]);
    expect(problem).toMatch(
      /^users\.anna: what is given is not a bcrypt hash .*; example: \$2y\$10\$ and 53/,
    );
    if (wrong) expect(problem).not.toContain(wrong);
  });

  test.each([undefined, null, 7, {}])("%j, of a program without types", (wrong) => {
    expect(refusals({ users: { anna: wrong } })).toEqual([
      expect.stringMatching(/^users\.anna: what is given/),
    ]);
  });

  test.each([`anna:${hash}`, [hash], pulumi.secret({ anna: hash })])(
    "all users as something else",
    (users) => {
      const [problem, ...more] = refusals({ users });
      expect(more).toEqual([]);
      expect(problem).toBe(
        "users: what is given are not users with their hashes; example: { anna: password.bcryptHash }",
      );
    },
  );
});

describe("users", () => {
  test.each(["", "a:b", "#anna", "anna lee", "anna\n", "änna", "a".repeat(65)])(
    "%j is refused as a name: the file of users would say something else",
    (name) => {
      const [problem, ...more] = refusals({ users: { [name]: hash } });
      expect(more).toEqual([]);
      expect(problem).toMatch(/^users: ".*" is not a user's name of 1–64 letters/);
    },
  );

  test("named with their hash are not shown with it", () => {
    expect(refusals({ users: { [`anna:${hash}`]: hash } })[0]).toMatch(
      /^users: "anna:…" is not a user's name/,
    );
  });

  test("have to be some: nobody could log in", () => {
    expect(refusals({ users: {} })).toEqual([
      "users: nobody could log in; name at least one user, or leave users out",
    ]);
  });

  test("may have any sound hash, also one that is known later", () => {
    for (const kind of ["2a", "2b", "2y"])
      for (const cost of ["04", "10", "31"])
        expect(refusals({ users: { "Anna.Lee+1@example.org": `$${kind}$${cost}$${digest}` } })).toEqual([]);
    expect(refusals({ users: { anna: pulumi.output("later"), ben: Promise.resolve("later") } })).toEqual([]);
  });
});

describe("a hash that is known only when it is made", () => {
  test("is refused with its path where it is something else, and not shown", () => {
    expect(soundHash("blog: users.anna", hash)).toBe(hash);
    const refused = () => soundHash("blog: users.anna", "open sesame");
    expect(refused).toThrow("blog: users.anna: what is given is not a bcrypt hash");
    expect(refused).not.toThrow("open sesame");
  });

  test("is a secret even where the program has not made it one", async () => {
    expect(await pulumi.isSecret(secretUsers("blog", { anna: hash }))).toBe(true);
  });
});
