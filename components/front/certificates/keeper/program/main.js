const { Keeper } = require("./keep.js");
const { metrics, problems } = require("./report.js");
const { serve } = require("./serve.js");

/** @typedef {import("./types").Look} Look */
/** @typedef {import("./types").Tell} Tell */

/** Looks that may fail one after the other before the keeper counts as ill. */
const looksToLose = 5;

/** @type {Tell} */
const tell = (event, about) =>
  console.log(JSON.stringify({ time: new Date().toISOString(), event, ...about }));

function main() {
  /** @type {import("./types").KeeperConfig} */
  const config = JSON.parse(process.env.HOMEPORT_KEEPER ?? "{}");
  const keeper = new Keeper(config, tell);
  /** @type {Look & { failure?: string, since: number }} */
  let last = { standings: [], pending: true, failure: "it has not looked yet", since: Date.now() };

  const look = () => {
    try {
      last = { ...keeper.look(), since: Date.now() };
    } catch (error) {
      const failure = String(error);
      if (failure !== last.failure) tell("failure", { failure });
      last = { ...last, failure };
    }
    return last;
  };
  const isHealthy = () => Date.now() - last.since < looksToLose * config.everySeconds * 1000;

  look();
  setInterval(look, config.everySeconds * 1000);
  serve(config.port, config.visitors, {
    "/health": () =>
      isHealthy() ? { status: 200, text: "ok\n" } : { status: 500, text: `${last.failure}\n` },
    "/metrics": () => ({ status: 200, text: metrics(last.standings) }),
    // Whoever asks has just changed something: what was found some seconds ago is not the answer.
    "/problems": () => {
      const { standings, pending, failure } = look();
      if (failure) return { status: 500, text: `${failure}\n` };
      return pending
        ? { status: 503, text: "the farm has not judged yet\n" }
        : { status: 200, text: problems(standings) };
    },
    "/offered": () => {
      const { failure } = look();
      return failure ? { status: 500, text: `${failure}\n` } : { status: 200, text: "ok\n" };
    },
  });
  // The first process of a container ends by no signal that it does not listen for.
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => process.exit(0));
}

main();
