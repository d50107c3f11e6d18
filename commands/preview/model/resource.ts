import { byCode } from "../../../components/shared/order";
import { parseUrn } from "../../shared/urn";
import type { State, Step } from "../read/digest";

export type Action = "create" | "update" | "replace" | "delete" | "same";

/** In which order a replacement comes and the one before it goes. */
export type Order = "start-first" | "stop-first";

/** All that an update does to one resource. */
export interface ResourceChange {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly parent?: string;
  readonly action: Action;
  /** Of a replacement, where the engine was asked to tell its steps. */
  readonly order?: Order;
  /** Whether it is made because somebody has taken away the one before. */
  readonly missing: boolean;
  /** Names of the properties that make the difference, without their values. */
  readonly properties: readonly string[];
  /** Absent where it is new. */
  readonly before?: State;
  /** Absent where it goes. */
  readonly after?: State;
}

const replacing = ["replace", "create-replacement", "delete-replaced", "import-replacement"];
const creating = ["create", "import"];

/**
 * Puts together the steps of each resource. They are sorted: the engine works on many at once, and tells of them in
 * another order each time.
 */
export function mergeSteps(steps: readonly Step[]): ResourceChange[] {
  const byUrn = new Map<string, Step[]>();
  for (const step of steps) {
    const own = byUrn.get(step.urn);
    if (own) own.push(step);
    else byUrn.set(step.urn, [step]);
  }
  return [...byUrn].sort(([a], [b]) => byCode(a, b)).map(([urn, own]) => merge(urn, own));
}

function merge(urn: string, all: readonly Step[]): ResourceChange {
  const action = actionOf(all);
  // What an earlier update has left behind goes by the same name as its successor, which is what counts.
  const steps = action === "delete" ? all : all.filter(({ op }) => op !== "delete");
  const old = steps.findLast(({ oldState }) => oldState)?.oldState;
  const before = action === "create" ? undefined : old;
  const after = action === "delete" ? undefined : steps.findLast(({ newState }) => newState)?.newState;
  const { type = "", name = urn } = parseUrn(urn) ?? {};
  return {
    urn,
    type,
    name,
    parent: (after ?? before)?.parent,
    action,
    order: action === "replace" ? orderOf(steps, after) : undefined,
    missing: action === "create" && steps.some(({ op }) => op === "refresh"),
    properties: propertiesOf(steps),
    before,
    after,
  };
}

function actionOf(steps: readonly Step[]): Action {
  const ops = steps.map(({ op }) => op);
  if (ops.some((op) => replacing.includes(op))) return "replace";
  if (ops.some((op) => creating.includes(op))) return "create";
  if (ops.includes("update")) return "update";
  return ops.includes("delete") && !ops.includes("same") ? "delete" : "same";
}

function orderOf(steps: readonly Step[], after: State | undefined): Order | undefined {
  // It is only made beside the one before: who starts it stops that one first.
  if (after?.inputs?.start === false) return "stop-first";
  const ops = steps.map(({ op }) => op);
  const [made, gone] = [ops.indexOf("create-replacement"), ops.indexOf("delete-replaced")];
  if (made < 0 || gone < 0) return undefined;
  return gone < made ? "stop-first" : "start-first";
}

/** What stands below a property can be a key of somebody's own, and that a secret. */
function propertiesOf(steps: readonly Step[]): string[] {
  const paths = steps.flatMap(({ detailedDiff, diffReasons }) => [
    ...Object.keys(detailedDiff ?? {}),
    ...(diffReasons ?? []),
  ]);
  const names = paths.map((path) => /^[a-z]\w*(?=$|[.[])/i.exec(path)?.[0] ?? "");
  return [...new Set(names)].filter(Boolean).sort();
}
