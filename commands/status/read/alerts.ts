import { queryScript } from "../../../components/monitor/asked";
import { parseAlerts } from "../../alert/alerts";
import { isAway } from "../../alert/ask";
import { placeOf } from "../../alert/find";
import { answerOn } from "../../shared/engineCall";
import type { Variables } from "../../shared/surroundings";
import type { MonitorFacts } from "../facts/home";
import type { Surveyed } from "./survey";

/** How long a monitor may take, in seconds. */
const patience = 15;

/** What watches the environment finds. */
export const askMonitors = ({ declared, stack }: Surveyed, variables: Variables): Promise<MonitorFacts[]> =>
  Promise.all(
    declared.monitors.map(async (monitor): Promise<MonitorFacts> => {
      const { name } = monitor;
      const place = placeOf(monitor, declared);
      if (!place) return { name, alerts: { notAsked: "its container is not known" } };
      const command = ["docker", "exec", place.container, "sh", "-c", queryScript] as const;
      return answerOn(place.engine, command, variables, patience).then(
        (text) => ({ name, alerts: { known: parseAlerts(text, { name, stack }) } }),
        (error: Error) => ({
          name,
          alerts: { notAsked: isAway(error.message) ? "its Alertmanager does not run" : error.message },
        }),
      );
    }),
  );
