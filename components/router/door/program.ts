import { join } from "node:path";
import { programText } from "../../shared/programText";

/** What a router asks an engine through, as one text. */
export const doorProgram = (): string =>
  programText(join(__dirname, "program"), ["ask.js", "labels.js", "show.js", "main.js"]);
