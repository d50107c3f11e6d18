import { attacks } from "./attacks";
import { seen } from "./sockets";

/** `node main.js NAME TARGET AMOUNT`: attacks until it is ended, and tells each second what has come of it. */
const [name = "", target = "{}", amount = "{}"] = process.argv.slice(2);
attacks[name as keyof typeof attacks](JSON.parse(target), JSON.parse(amount));
setInterval(() => console.log(JSON.stringify(seen)), 1000);
