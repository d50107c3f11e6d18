/** Runs before every Pulumi program of this project (Pulumi.yaml, `nodeargs`), so that it starts with less work. */

// From Node 22.1 on.
require("node:module").enableCompileCache?.();
require("./typescript.cjs");
// A way to see whether it is at fault: with HOMEPORT_LOADER=plain, libraries are loaded as they are.
if (process.env.HOMEPORT_LOADER !== "plain") require("./late.cjs");
