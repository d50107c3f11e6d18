import { startHome } from "./growth/home";
import { measureChecks } from "./growth/checks";
import { measureRoutes } from "./growth/routes";
const run = { repeats: 3, trial: false, say: console.log, late: () => false } as never;
const { home, stop } = await startHome();
try {
  console.log(JSON.stringify(await measureChecks(home, run)));
  console.log(JSON.stringify(await measureRoutes(home, run)));
} finally { await stop(); }
