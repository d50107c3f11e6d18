import { figuresScript, queryScript } from "../../components/monitor/asked";
import { heartbeat } from "../../components/monitor/rules";
import type { Variables } from "../shared/surroundings";
import { type AlertFacts, parseAlerts } from "./alerts";
import { askMonitor } from "./ask";
import { unknownFigures } from "./figures";
import type { FoundMonitor } from "./find";

/** What `homeport alert --json` writes, and pipelines and guard rails read. */
export interface AlertReport {
  readonly stack: string;
  /** When it was asked. */
  readonly at: string;
  /** Whether nothing is told that would wake anybody, and the monitor sees all that it looks for. */
  readonly isQuiet: boolean;
  readonly alerts: readonly AlertFacts[];
  /** Figures that a rule asks for, and nothing tells. */
  readonly unknown: readonly string[];
}

/** Asks a monitor for its alerts, and whether it has what its rules ask for. */
export async function reportOf(found: FoundMonitor, variables: Variables, now: Date): Promise<AlertReport> {
  const alerts = parseAlerts(await askMonitor(found, queryScript, variables), found);
  // Without Prometheus nobody knows of figures; that it is gone is an alert.
  const unknown = await askMonitor(found, figuresScript, variables, { of: "prometheus" }).then(
    unknownFigures,
    () => [],
  );
  const { stack } = found;
  return {
    stack,
    at: now.toISOString(),
    isQuiet: unquiet({ alerts, unknown }).length === 0,
    alerts,
    unknown,
  };
}

/** What would wake somebody, and what nobody would be told of. */
export const unquiet = ({ alerts, unknown }: Pick<AlertReport, "alerts" | "unknown">): string[] => [
  ...alerts.flatMap(({ name, weight, what }) => (weight === "page" || name === heartbeat ? [what] : [])),
  ...unknown.map((name) => `nothing tells ${name}, which a rule asks for`),
];
