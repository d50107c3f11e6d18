import { attacks } from "./attacks";
import { clients } from "./clients";
import { seen } from "./sockets";
import { visit, visitor } from "./visitor";

/** `node main.js NAME TARGET AMOUNT`: goes on until it is ended, and tells each second what has come of it. */
const [name = "", target = "{}", amount = "{}"] = process.argv.slice(2);
const all = { ...attacks, ...clients, visitor };
all[name as keyof typeof all](JSON.parse(target), JSON.parse(amount));
setInterval(() => console.log(JSON.stringify({ ...seen, ...visit })), 1000);
