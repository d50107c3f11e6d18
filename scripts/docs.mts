/** Writes the generated pages: `npm run docs`. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { commandsReference } from "./commandsReference.js";
import { readComponents } from "./componentsReference.mjs";
import { settingsReference } from "./settingsReference.js";

const docs = resolve(import.meta.dirname, "../docs");

const { page, warnings } = await readComponents();
for (const warning of warnings) console.warn(warning);
writeFileSync(resolve(docs, "components.md"), page);
writeFileSync(resolve(docs, "settings.md"), settingsReference());
writeFileSync(resolve(docs, "commands.md"), await commandsReference());
console.log("written: docs/commands.md, docs/components.md, docs/settings.md");
