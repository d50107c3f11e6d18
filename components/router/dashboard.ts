import { renderFile } from "./file";

/** Name of the file with the dashboard's route; no service can have it, as names have no underscore. */
export const dashboardFile = "dashboard_.yml";

/** Renders the dashboard's route: the gate alone is answered, containers of the environment are not. */
export const renderDashboard = (gate: string): string =>
  renderFile({
    http: {
      middlewares: { dashboard_gate: { ipAllowList: { sourceRange: [`${gate}/32`] } } },
      routers: {
        dashboard_: {
          entryPoints: ["dashboard"],
          middlewares: ["dashboard_gate"],
          rule: "PathPrefix(`/`)",
          service: "api@internal",
        },
      },
    },
  });
