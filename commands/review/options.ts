import { parseArgs } from "node:util";
import ipaddr from "ipaddr.js";
import { missing } from "../../components/shared/expecting";
import { Failure } from "../preview/failure";

/** What the command is asked for. */
export interface Options {
  readonly number: number;
  readonly like: string;
  readonly most: number;
  readonly bindAddress: string;
  readonly subnets: string;
  /** File with the list of stacks, `-` for the standard input. @default nobody else has an environment */
  readonly stacks?: string;
}

export const usage = `homeport-review [options] NUMBER

Gives the merge request NUMBER an environment of its own: writes Pulumi.review-NUMBER.yaml into
the project's folder, with ports and a network that no other stack has, and prints the stacks
that have to go first, one on a line.

  --like STACK       the stack whose settings it takes over; required
  --stacks FILE      output of "pulumi stack ls --json"; "-" is the standard input
  --most COUNT       how many such environments there may be, by default 3
  --bind ADDRESS     private address on which its farm serves, by default 127.0.0.1
  --subnets NETWORK  /16 from which the networks are taken, by default 172.29.0.0/16`;

/** @throws Failure where they cannot be used; nothing is returned where help is asked for. */
export function readOptions(words: readonly string[]): Options | undefined {
  const { values, positionals } = parse(words);
  if (values.help) return undefined;
  const [number = "", ...rest] = positionals;
  if (rest.length > 0)
    throw new Failure(`one merge request at a time; example: homeport-review --like staging 7`);
  if (!values.like) throw new Failure(`--like: ${missing("a stack", "--like staging")}`);
  return {
    number: wholeNumber(number, "the number of a merge request", "7"),
    like: values.like,
    most: wholeNumber(values.most ?? "3", "a number of environments", "3", "--most: "),
    bindAddress: privateAddress(values.bind ?? "127.0.0.1"),
    subnets: values.subnets ?? "172.29.0.0/16",
    stacks: values.stacks,
  };
}

function parse(words: readonly string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args: [...words],
      allowPositionals: true,
      options: {
        like: text,
        stacks: text,
        most: text,
        bind: text,
        subnets: text,
        help: { type: "boolean", short: "h" },
      },
    });
  } catch (error) {
    throw new Failure(`${(error as Error).message}\n\n${usage}`);
  }
}

function wholeNumber(text: string, expected: string, example: string, path = ""): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  if (text === "") throw new Failure(`${expected} is missing; example: ${example}`);
  throw new Failure(`${path}${JSON.stringify(text)} is not ${expected}; example: ${example}`);
}

/** What is being reviewed is for those who review it. */
function privateAddress(text: string): string {
  const isPrivate =
    ipaddr.IPv4.isValidFourPartDecimal(text) &&
    ["loopback", "private", "carrierGradeNat"].includes(ipaddr.IPv4.parse(text).range());
  if (isPrivate) return text;
  throw new Failure(`--bind: ${JSON.stringify(text)} is not a private IPv4 address; example: 10.0.0.1`);
}
