const { renameSync } = require("node:fs");
const { createServer, request } = require("node:http");
const { questionOf } = require("./ask.js");
const { shownContainer, shownEvent, shownList, shownVersion, toldContainer, toldId } = require("./show.js");

/** @typedef {import("node:http").IncomingMessage} IncomingMessage */
/** @typedef {import("node:http").ServerResponse} ServerResponse */

/** How long the engine may take to answer, in milliseconds. */
const patience = 30_000;

/** What a client learns of an engine before it asks anything else. */
const pingHeaders = ["api-version", "docker-experimental", "ostype"];

function main() {
  /** @type {import("./types").DoorConfig} */
  const config = JSON.parse(process.env.HOMEPORT_DOOR ?? "{}");

  /**
   * @param {string} path
   * @param {string} [method]
   * @returns {Promise<IncomingMessage>}
   */
  const ask = (path, method = "GET") =>
    new Promise((resolve, reject) => {
      const asking = request(
        { socketPath: config.engine, path, method, headers: { Host: "docker" } },
        resolve,
      );
      asking.setTimeout(patience, () => asking.destroy(new Error("the engine does not answer")));
      asking.on("error", reject);
      asking.end();
    });

  /**
   * @param {string} path
   * @returns {Promise<{ status: number, body: any }>}
   */
  const read = async (path) => {
    const answer = await ask(path);
    let text = "";
    for await (const piece of answer.setEncoding("utf8")) text += piece;
    return { status: answer.statusCode ?? 0, body: JSON.parse(text) };
  };

  /**
   * @param {IncomingMessage} asked
   * @param {ServerResponse} response
   */
  const answer = async (asked, response) => {
    const question = questionOf(asked.method ?? "", asked.url ?? "", config);
    if (!question) return say(response, 403, { message: "this is not answered here" });
    if (question.kind === "ping") {
      const { statusCode = 0, headers } = (await ask(question.path, asked.method)).resume();
      const told = pingHeaders
        .map((name) => [name, headers[name]])
        .filter(([, value]) => value !== undefined);
      return response.writeHead(statusCode, Object.fromEntries(told)).end("OK");
    }
    if (question.kind === "events") return follow(await ask(question.path), response);
    if (question.id === toldId) return say(response, 200, toldContainer(config));
    const { status, body } = await read(question.path);
    if (status !== 200) return say(response, status, { message: "the engine has nothing to say to this" });
    if (question.kind === "version") return say(response, 200, shownVersion(body));
    if (question.kind === "list") return say(response, 200, shownList(body, config));
    const shown = shownContainer(body, config);
    return shown ? say(response, 200, shown) : say(response, 404, { message: "there is no such container" });
  };

  const server = createServer((asked, response) => {
    asked.resume();
    answer(asked, response).catch((error) => {
      console.error(String(error));
      response.headersSent
        ? response.destroy()
        : say(response, 502, { message: "the engine does not answer" });
    });
  });
  // Another door may answer at the name until this one does.
  const mine = `${config.socket}.${process.pid}.${Date.now()}`;
  process.umask(0o117);
  server.listen(mine, () => renameSync(mine, config.socket));

  const health = createServer((_, response) => {
    ask("/_ping").then(
      (engine) => response.writeHead(engine.resume().statusCode ?? 500).end(),
      () => response.writeHead(500).end(),
    );
  });
  health.listen(config.port, "127.0.0.1");
  // The first process of a container ends by no signal that it does not listen for.
  for (const signal of ["SIGTERM", "SIGINT"]) process.on(signal, () => process.exit(0));
}

/**
 * @param {ServerResponse} response
 * @param {number} status
 * @param {object} body
 */
const say = (response, status, body) =>
  response.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(body));

/**
 * Passes events on, one a line, as long as both sides are there.
 * @param {IncomingMessage} engine
 * @param {ServerResponse} response
 */
function follow(engine, response) {
  // Days may pass without an event.
  engine.socket.setTimeout(0);
  response.writeHead(engine.statusCode ?? 0, { "Content-Type": "application/json" }).flushHeaders();
  let begun = "";
  engine.setEncoding("utf8").on("data", (piece) => {
    const lines = (begun + piece).split("\n");
    begun = lines.pop() ?? "";
    for (const line of lines.filter(Boolean)) response.write(`${JSON.stringify(shownEvent(line))}\n`);
  });
  engine.on("close", () => response.destroy());
  response.on("close", () => engine.destroy());
}

main();
