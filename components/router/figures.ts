import { routerPorts } from "./config";
import { renderFile } from "./file";

/** Name of the file by which figures of a further host are asked for; no service can have it. */
export const figuresFile = "figures_.yml";

/** The name by which a farm asks for figures. It is no domain name: no visitor gets there. */
export const figuresHost = "homeport_figures";

/** What is told there, by path. */
export const figuresPaths = { router: "/router", agent: "/agent" } as const;

/** By which a router finds the agent of a monitor in its network. */
export const figuresAgent = { alias: "homeport-agent", port: 9100 } as const;

/**
 * Renders the way of farms on other hosts to the figures of this one: the router's own, and those of a monitor's agent, which
 * asks for a password by itself.
 * @param farms addresses from which they ask; of those on the router's network, nobody does
 */
export function renderFigures(farms: readonly string[]): string {
  const from = farms.map((farm) => `ClientIP(\`${farm}\`)`).join(" || ");
  const way = (name: string, path: string, url: string) => ({
    routers: {
      [name]: {
        entryPoints: ["web"],
        middlewares: ["figures_path"],
        rule: `Host(\`${figuresHost}\`) && Path(\`${path}\`) && (${from})`,
        service: name,
      },
    },
    services: { [name]: { loadBalancer: { servers: [{ url }] } } },
  });
  const router = way("figures_router", figuresPaths.router, `http://127.0.0.1:${routerPorts.metrics}`);
  const agent = way("figures_agent", figuresPaths.agent, `http://${figuresAgent.alias}:${figuresAgent.port}`);
  return renderFile({
    http: {
      middlewares: { figures_path: { replacePath: { path: "/metrics" } } },
      routers: { ...router.routers, ...agent.routers },
      services: { ...router.services, ...agent.services },
    },
  });
}
