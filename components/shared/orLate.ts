import { z } from "zod";
import { late } from "./marks";
import { problemsOf } from "./problems";

/** What may be known at deployment only; a value that is known already is checked. */
export const orLate = (schema: z.ZodType) =>
  z.unknown().superRefine((value, context) => {
    if (value === late) return;
    for (const { path, message } of problemsOf(schema, value))
      context.addIssue({ code: "custom", path: [...path], message });
  });
