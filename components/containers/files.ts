import { posix } from "node:path";
import type * as pulumi from "@pulumi/pulumi";
import { z } from "zod";
import { expecting, expectingUnseen } from "../shared/expecting";
import { orLate } from "../shared/orLate";
import type { Fields } from "../shared/problems";
import { pathSchema } from "../shared/schemas";

/** A file in containers whose content the program says. Containers cannot change it. */
export interface ContainerFile {
  /** Absolute path in the container. What the image has there is hidden. */
  readonly path: string;
  /** What it says; wrap what nobody may read in `pulumi.secret`. */
  readonly content: pulumi.Input<string>;
  /**
   * Its mode, in octal digits.
   * @default 0444, for everyone to read
   */
  readonly mode?: string;
  /**
   * Number of the user it belongs to, or of user and group.
   * @default 0:0, which is root
   */
  readonly owner?: string;
}

const path = expecting("an absolute path of a file", '"/etc/app/settings.ini"');
const content = expectingUnseen("a text of at most 1 MiB", '"debug = false\\n"');
const mode = expecting("a mode as a text of three or four octal digits", '"0400"');
const owner = expecting("the number of a user, or of a user and a group", '"1000:1000"');

const largest = 2 ** 20;
const largestNumber = 0o7777777;
const isNumber = (text: string): boolean =>
  /^\d+(:\d+)?$/.test(text) && text.split(":").every((one) => Number(one) <= largestNumber);

const fileSchema = z.strictObject(
  {
    path: pathSchema("an absolute path of a file", '"/etc/app/settings.ini"')
      .regex(/[^/]$/, path)
      .refine(
        (text) => posix.normalize(text) === text,
        expecting("a path without detours", '"/etc/app/settings.ini"'),
      )
      .refine(
        (text) => !/^\/(proc|sys|dev)(\/|$)/.test(text),
        expecting("a path where the kernel has no files of its own", '"/etc/app/settings.ini"'),
      ),
    content: orLate(
      z.string(content).refine((text) => Buffer.byteLength(text) <= largest && !text.includes("\0"), content),
    ),
    mode: z
      .string(mode)
      .regex(/^[0-7]{3,4}$/, mode)
      .optional(),
    owner: z.string(owner).refine(isNumber, owner).optional(),
  } satisfies Fields<ContainerFile>,
  expecting("a file", '{ path: "/etc/app/settings.ini", content }'),
);

export const filesSchema = z.array(
  fileSchema,
  expecting("a list of files", '[{ path: "/etc/app/settings.ini", content }]'),
);
