import type { Run, Section } from "../section";
import { measureChecks } from "./checks";
import { startHome } from "./home";
import { measureHosts } from "./hosts";
import { measureNames } from "./names";
import { report } from "./report";
import { measureRoutes } from "./routes";

/** What more names, routes and hosts cost, until something is the first limit. */
export const growth: Section = {
  title: "Growth",
  async measure(run) {
    return report({ ...(await withHome(run)), hosts: await measureHosts(run) });
  },
};

async function withHome(run: Run) {
  const { home, stop } = await startHome();
  try {
    // Last, as its routes are for good.
    const checks = await measureChecks(home, run);
    const names = await measureNames(home, run);
    return { checks, names, routes: await measureRoutes(home, run) };
  } finally {
    await stop();
  }
}
