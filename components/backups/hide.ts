import { blot, hiddenVariable } from "../shared/inside";
import { secretsDirectory } from "./layout";

/** Shell: `hide` passes lines on without a secret of the repositories. */
export const hideFunction = `# What a server says when it complains may hold what it was told.
hide() { ${hiddenVariable}=$(cat ${secretsDirectory}/* 2>/dev/null | sed -n '/....../p') ${blot}; }`;
