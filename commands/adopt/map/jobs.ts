import type { Project } from "../compose/project";
import { type Code, Group, group } from "../write/code";
import type { Context, Draft } from "./draft";

/** Containers that others wait for the end of: each is a job of one with the same image. */
export function jobsOf(
  drafts: ReadonlyMap<string, Draft>,
  of: (draft: Draft) => Context,
): ReadonlyMap<Draft, Group> {
  const waited = new Set(
    [...drafts.values()].flatMap(({ after }) =>
      [...after].flatMap(([name, { condition }]) => (condition === "done" ? [name] : [])),
    ),
  );
  const jobs = new Map<Draft, Group>();
  for (const name of waited) {
    const job = drafts.get(name);
    if (job === undefined) continue;
    const like = [...drafts.values()].find(
      (one) => !waited.has(one.service.name) && one.image === job.image && one.image !== "",
    );
    const { note } = of(job);
    if (like === undefined)
      note(
        "lost",
        job.service.at,
        `${name}: it runs to its end before others start, with an image that no other container has; run it once by hand, and write its work as a job of a container`,
      );
    else if (job.command === undefined)
      note(
        "lost",
        job.service.at,
        `${name}: it runs to its end before others start, and a job says what is run; write its \`command\``,
      );
    jobs.set(job, jobCode(job, like));
  }
  return jobs;
}

/** What a job has beside the container that it is like. */
function jobCode(job: Draft, like: Draft | undefined): Group {
  const own = job.environment.filter(
    (one) => !like?.environment.some((other) => other.key === one.key && other.value === one.value),
  );
  return group(
    {
      like: like?.key ?? "",
      entrypoint: job.entrypoint,
      command: job.command ?? [],
      environment: own.length > 0 ? new Group(own, true) : undefined,
    },
    true,
  );
}

/** Puts what each container waits for into its words. */
export function ordered(
  drafts: ReadonlyMap<string, Draft>,
  jobs: ReadonlyMap<Draft, Group>,
  project: Project,
  of: (draft: Draft) => Context,
): void {
  for (const draft of drafts.values()) {
    const after: Record<string, Code> = {};
    for (const [name, { condition, at }] of draft.after) {
      const other = drafts.get(name);
      if (other === undefined)
        of(draft).note(
          project.services.has(name) ? "leftOut" : "decide",
          at,
          `${draft.service.name}: it waited for ${name}, which is not taken in`,
        );
      else after[other.key] = jobs.has(other) ? "done" : condition === "done" ? "started" : condition;
    }
    if (Object.keys(after).length > 0) draft.fields.set("after", group(after));
  }
}
