import { readStrictly } from "./templates";

interface Rule {
  readonly if: string;
  readonly when?: string;
  readonly allow_failure?: boolean;
}

export interface Job {
  readonly stage: string;
  readonly tags?: readonly string[];
  readonly script: readonly string[];
  readonly before_script?: readonly string[];
  readonly rules: readonly Rule[];
  readonly needs?: readonly string[];
  readonly interruptible: boolean;
  readonly resource_group?: string;
  readonly environment?: { readonly name: string; readonly on_stop?: string; readonly action?: string };
  readonly variables?: Readonly<Record<string, string>>;
  readonly extends?: string | readonly string[];
}

export const template = readStrictly("ci/gitlab.yml") as Record<string, Job> & {
  stages: string[];
  variables: Record<string, string>;
};

/** A job with all that it extends, merged as GitLab does. */
function resolved(name: string): Job {
  const { [name]: own } = template;
  if (!own) throw new Error(`there is no job ${name}`);
  const bases = [own.extends ?? []].flat().map(resolved);
  return merge([...bases, own]);
}

const merge = (all: readonly Job[]): Job =>
  Object.assign({}, ...all, { variables: Object.assign({}, ...all.map(({ variables }) => variables)) });

export const names = Object.keys(template).filter((name) => name.startsWith("homeport:"));
const jobs = Object.fromEntries(names.map((name) => [name, resolved(name)]));
export const job = (name: string): Job => jobs[name] as Job;

export const whole = ({ before_script = [], script, variables = {} }: Job): string =>
  [...before_script, ...script, ...Object.values(variables)].join("\n");
export const conditions = ({ rules }: Job): string => rules.map((rule) => rule.if).join("\n");

/** A job's script as a runner gets it. */
export const script = (name: string, part: "script" | "before_script" = "script") =>
  (job(name)[part] ?? []).join("\n");
