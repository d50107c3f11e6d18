import { z } from "zod";
import { expecting } from "../../shared/expecting";
import { type Problem, problemsOf } from "../../shared/problems";
import { refuse } from "../../shared/refuse";
import { servedSchema } from "../../shared/resourceSchema";
import type { StatusPageArgs } from "./args";
import { readIncidents } from "./incidents";
import type { StatusWords } from "./statusPage";

const title = expecting("a title", '"Is it up?"');

/** What a status page has beside a service's arguments. */
const wordsSchema = z.object({
  shows: z
    .record(z.string(), servedSchema, expecting("services by the names that readers know", "{ Blog: blog }"))
    .refine((shows) => Object.keys(shows).length > 0, {
      error: "it is empty: name what the page shows; example: { Blog: blog }",
    }),
  title: z.string(title).min(1, title).optional(),
  incidents: z.string(expecting("the path of a file", '"incidents.yml"')).optional(),
});

/** @throws RunError that names every argument that is not usable. */
export function checkedWords(name: string, args: StatusPageArgs): StatusWords {
  const wrong = problemsOf(wordsSchema, args);
  refuse(name, wrong);
  const { shows, title: said = "Status", incidents: file } = args;
  const read = file === undefined ? { incidents: [] } : readIncidents(file, Object.keys(shows));
  if ("problems" in read) refuse(name, read.problems.map(atFile));
  return { title: said, incidents: "incidents" in read ? read.incidents : [] };
}

const atFile = ({ path, message }: Problem): Problem => ({ path: ["incidents", ...path], message });
