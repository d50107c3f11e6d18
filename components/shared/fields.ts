import { z } from "zod";
import { expecting, expectingUnseen } from "./expecting";
import { orLate } from "./orLate";

/** A text of one word, or of what a pattern says. */
export const textSchema = (expected: string, example: string, pattern = /^\S+$/) => {
  const message = expecting(expected, example);
  return z.string(message).regex(pattern, message);
};

/** A text that may be known only later, and that no message shows. */
export const secretSchema = (expected: string, example: string, pattern = /\S/) => {
  const message = expectingUnseen(expected, example);
  return orLate(z.string(message).regex(pattern, message));
};

/** A secret as an example has it. */
export const fromSecrets = (name: string): string => `config.requireSecret("${name}")`;
