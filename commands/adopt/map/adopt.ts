import { relative } from "node:path";
import type { Project, Reading } from "../compose/project";
import type { EngineFacts } from "../engine/facts";
import { meet } from "../vhosts/meet";
import type { VirtualHost } from "../vhosts/virtualHost";
import type { Code, Group, Member } from "../write/code";
import { withoutApart } from "./apart";
import { containerCode, readKeys } from "./container";
import { type Context, Draft } from "./draft";
import { hideKnown } from "./environment";
import { jobsOf, ordered } from "./jobs";
import { readLabels } from "./labels";
import { tellUnlimited } from "./limits";
import { tellNetworks } from "./networks";
import { Places } from "./places";
import { websOfPorts } from "./publishedWebs";
import { keyOf } from "./units";
import { shareVolumes } from "./volumesFrom";
import { nameOfWeb, webCode, websOfLabels } from "./webs";
import { words } from "./words";

/** What the program is made of. */
export interface Adopted {
  readonly volumes: Places;
  readonly containers: readonly Member[];
  readonly jobs: readonly Member[];
  /** Of the first container with one, for messages. */
  readonly domains: readonly string[];
}

/** What a person said beside the files. */
export interface Told {
  /** Names by container. */
  readonly domains: ReadonlyMap<string, readonly string[]>;
  readonly virtualHosts?: readonly VirtualHost[];
  readonly engine: EngineFacts;
  /** Where the program runs. */
  readonly home: string;
}

/** Makes a project's services the parts of an application. */
export function adoptProject(project: Project, reading: Reading, told: Told): Adopted {
  const { notes } = reading;
  const taken = withoutApart(project.services, notes);
  const drafts = draftsOf(taken);
  const places = new Places();
  if (drafts.size === 0) return { volumes: places, containers: [], jobs: [], domains: [] };
  const contexts = new Map(
    [...drafts.values()].map((draft) => [draft, contextOf(draft, drafts, places, project, reading, told)]),
  );
  const of = (draft: Draft) => contexts.get(draft) as Context;
  for (const draft of drafts.values()) readKeys(of(draft));
  shareVolumes(drafts, of);
  tellNetworks({ project, note: (...note) => notes.add(...note) });
  websOfLabels(drafts, of, apart(project, taken, of([...drafts.values()][0] as Draft)));
  const { virtualHosts } = told;
  if (virtualHosts) {
    const reachable = [...drafts.values()].map((draft) => ({
      key: draft.service.name,
      names: [draft.service.name, ...draft.aliases],
      published: draft.ports,
    }));
    for (const [name, webs] of meet(virtualHosts, reachable, notes)) {
      const draft = drafts.get(name);
      if (draft) draft.webs = draft.webs.length > 0 ? draft.webs : webs;
    }
  }
  for (const draft of drafts.values()) draft.webs = websOfPorts(draft, of(draft), draft.webs);
  for (const draft of drafts.values()) hideKnown(draft, reading.settings);
  const jobs = jobsOf(drafts, of);
  tellUnlimited(
    [...drafts.values()].filter((draft) => !jobs.has(draft)),
    of,
  );
  ordered(drafts, jobs, project, of);
  return assembled(
    [...drafts.values()].filter((draft) => !jobs.has(draft)),
    jobs,
    places,
    of,
    told,
  );
}

function assembled(
  kept: readonly Draft[],
  jobs: ReadonlyMap<Draft, Group>,
  volumes: Places,
  of: (draft: Draft) => Context,
  { domains }: Told,
): Adopted {
  const unnamed = kept.flatMap((draft) => draft.webs.filter((web) => web.domains.length === 0));
  const containers = kept.map((draft): Member => {
    const names = new Set<string>();
    const webs = draft.webs.map(
      (web, index): Code =>
        webCode(web, of(draft), {
          domains: domains.get(draft.service.name) ?? [],
          setting: unnamed.length > 1 ? `${draft.key}_domain` : "domain",
          name: index > 0 ? free(nameOfWeb(web), names) : undefined,
        }),
    );
    return { key: draft.key, comment: words(draft.service.comment), value: containerCode(of(draft), webs) };
  });
  return {
    volumes,
    containers,
    jobs: [...jobs].map(([draft, value]) => ({
      key: draft.key,
      comment: words(draft.service.comment),
      value,
    })),
    domains: kept.flatMap((draft) => draft.webs.flatMap((web) => web.domains)),
  };
}

function draftsOf(services: Project["services"]): ReadonlyMap<string, Draft> {
  const keys = new Set<string>();
  return new Map(
    [...services].map(([name, service]) => {
      return [name, new Draft(free(keyOf(name), keys), service)];
    }),
  );
}

/** A name that no other has yet. */
function free(wanted: string, taken: Set<string>): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}-${number}`;
  taken.add(name);
  return name;
}

function contextOf(
  draft: Draft,
  drafts: ReadonlyMap<string, Draft>,
  places: Places,
  project: Project,
  reading: Reading,
  { engine, home }: Told,
): Context {
  return {
    project,
    reading,
    engine,
    facts: engine.containers.get(draft.service.name),
    draft,
    drafts,
    places,
    note: (...note) => reading.notes.add(...note),
    fromHome: (path) => relative(home, path),
  };
}

/** Containers that are left out may have labels that others name. */
function apart(project: Project, taken: Project["services"], context: Context): Draft[] {
  return [...project.services.values()]
    .filter(({ name }) => !taken.has(name))
    .map((service) => {
      const draft = new Draft(service.name, service);
      const labels = service.tree.entries.get("labels");
      if (labels) readLabels(labels, { ...context, draft }, "labels");
      return draft;
    });
}
