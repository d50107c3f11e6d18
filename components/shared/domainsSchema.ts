import { z } from "zod";
import { domainProblem } from "./domain";
import { expecting, shown } from "./expecting";

/** Names that something may serve, or none. */
export const someDomainsSchema = z
  .array(
    z.string(expecting("a domain name", "blog.example.org")).superRefine((domain, context) => {
      const problem = domainProblem(domain);
      if (problem)
        context.addIssue({ code: "custom", message: `${shown(domain)} is not a domain name: ${problem}` });
    }),
    expecting("a list of domain names", '["blog.example.org"]'),
  )
  .superRefine((all, context) => {
    const twice = all.find((domain, at) => all.indexOf(domain) !== at);
    if (twice !== undefined) context.addIssue({ code: "custom", message: `${shown(twice)} is named twice` });
  });

/** Names that something serves. */
export const domainsSchema = someDomainsSchema.min(1, "name at least one domain; example: blog.example.org");
