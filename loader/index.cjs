/** Runs before every Pulumi program of this project (Pulumi.yaml, `nodeargs`), so that it starts with less work. */

// From Node 22.1 on.
require("node:module").enableCompileCache?.();
require("./typescript.cjs");
require("./late.cjs");
