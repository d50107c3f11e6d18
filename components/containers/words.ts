import { z } from "zod";
import { expecting } from "../shared/expecting";

/** A command, or its arguments. */
export const wordsSchema = (example: string) => {
  const message = expecting("a list of texts, one for each word", example);
  return z.array(z.string(expecting("a text", '"8080"')), message).min(1, message);
};
