import { z } from "zod";
import { npx } from "../../../components/shared/npx";
import { Failure } from "../../shared/failure";
import { parseJson } from "../../shared/json";
import { parseUrn } from "../../shared/urn";

const values = z.record(z.string(), z.unknown()).nullish();

/** A resource before or after; its values are read one by one, where they are allowed to be shown. */
const stateSchema = z.object({
  parent: z.string().optional(),
  provider: z.string().optional(),
  /** Whether what it stands for stays when the resource goes. */
  retainOnDelete: z.boolean().optional(),
  /** URN of a resource that takes it along. */
  deletedWith: z.string().optional(),
  inputs: values,
  outputs: values,
});

const stepSchema = z.object({
  op: z.string(),
  urn: z.string().refine((urn) => parseUrn(urn) !== undefined),
  oldState: stateSchema.optional(),
  newState: stateSchema.optional(),
  diffReasons: z.array(z.string()).nullish(),
  detailedDiff: z.record(z.string(), z.unknown()).nullish(),
});

const digestSchema = z.object({
  steps: z.array(stepSchema).min(1),
  diagnostics: z.array(z.object({ severity: z.string(), message: z.string().default("") })).default([]),
  changeSummary: z.record(z.string(), z.number()).default({}),
});

export type State = z.infer<typeof stateSchema>;
export type Step = z.infer<typeof stepSchema>;

/** What `pulumi preview --json` says of one stack. */
export interface Digest extends z.infer<typeof digestSchema> {
  readonly project: string;
  readonly stack: string;
}

const expected = `the output of: ${npx("pulumi preview --json --show-sames --show-replacement-steps")}`;

/**
 * Reads what `pulumi preview --json` has written.
 * @param source what an error calls it
 * @throws Failure that says what it is instead.
 */
export function readDigest(source: string, text: string): Digest {
  const { data, error } = digestSchema.safeParse(parse(source, text));
  if (error) {
    const at = error.issues[0]?.path.join(".") || "it";
    throw new Failure(`${source}: ${at} is not what a preview has there; expected ${expected}`);
  }
  const roots = data.steps.filter(({ urn }) => parseUrn(urn)?.type === "pulumi:pulumi:Stack");
  if (roots.length > 0 && roots.every(({ op }) => op === "refresh"))
    throw new Failure(
      `${source}: this is of ${npx("pulumi refresh")}; what has drifted tells: ${npx("pulumi preview --refresh --json --show-sames --show-replacement-steps")}`,
    );
  const [first, ...rest] = [...new Set(data.steps.map(({ urn }) => ownerOf(urn)))];
  if (first === undefined || rest.length > 0)
    throw new Failure(`${source}: resources of several stacks; expected ${expected}, of one stack`);
  const [project = "", stack = ""] = first.split(separator);
  return { ...data, project, stack };
}

const separator = "::";

const ownerOf = (urn: string): string => {
  const parsed = parseUrn(urn);
  return `${parsed?.project}${separator}${parsed?.stack}`;
};

function parse(source: string, text: string): unknown {
  if (text.trim() === "")
    throw new Failure(`${source}: it is empty: the preview said nothing; its own error is in the job's log`);
  const said = parseJson(text);
  // The error of JSON.parse quotes the text around the place, which may be a secret: it is left out.
  if (said === undefined) throw new Failure(`${source}: it is not JSON, or cut off; expected ${expected}`);
  return said;
}
