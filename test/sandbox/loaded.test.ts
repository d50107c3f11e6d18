import { beforeAll, expect, test } from "vitest";
import { asSentFile, renderAsSent } from "../../components/router/asSent";
import { renderRouterCommand, routerPorts, routesDirectory } from "../../components/router/config";
import { loadedFile, loadedPath, renderLoaded } from "../../components/router/loaded";
import { renderReady } from "../../components/router/ready";
import { renderUnrouted, unroutedFile } from "../../components/router/unrouted";
import { renderRoute } from "../../components/services/route";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { waitFor } from "../support/wait";
import { routerConfigs, routes } from "../unit/cases";
import { container, docker, inside } from "./alone";

/** When a router may be asked: its Traefik, from its first moment on. */

beforeAll(() => buildTestImages(() => {}));

const put = (name: string, text: string) => `cat > ${routesDirectory}/${name} <<'EOF'\n${text}EOF\n`;
const own =
  put(asSentFile, renderAsSent()) + put(unroutedFile, renderUnrouted([])) + put(loadedFile, renderLoaded());
/** A router's container with these files; what it does before its Traefik starts. */
const router = (files: string, before = "") =>
  container(
    testImages.traefik,
    `mkdir -p ${routesDirectory}\n${files}${before}exec traefik "$@"`,
    ...renderRouterCommand(routerConfigs.plain),
  );
const ping = `wget -q -T 2 -O /dev/null http://127.0.0.1:${routerPorts.ping}`;
const says = (id: string, path: string) => inside(id, `${ping}${path}`).status === 0;
const statusOf = (host: string) =>
  `wget -S -O /dev/null --header "Host: ${host}" http://127.0.0.1:${routerPorts.web}/ 2>&1 | sed -n 's/^ *HTTP[^ ]* \\([0-9]*\\).*/\\1/p' | head -n 1`;

test.each([0, 200])("with %i routes: whoever hears that they are loaded has all of them", (count) => {
  const { text } = renderRoute({
    ...routes.exact,
    service: "app-N",
    domains: ["app-N.example.org"],
    servers: ["127.0.0.1:9"],
  });
  const files = `${put("app-N", text)}for number in $(seq ${count}); do sed "s/app-N/app-$number/g" ${routesDirectory}/app-N > ${routesDirectory}/app-$number.yml; done
`;
  // It is asked from before its start on, and what it says of each name is written down at once.
  const watch = `(until ${ping}${loadedPath}; do :; done 2>/dev/null
for number in $(seq ${count}); do ${statusOf("app-$number.example.org")}; done
${statusOf("nobody.example.org")}
echo end) >/tmp/said &
`;
  const id = router(own + files, watch);
  const said = inside(id, "until grep -qs end /tmp/said; do sleep 0.1; done; cat /tmp/said").said;
  // No container of theirs is there; of a name that nobody has, a router says so.
  const heard = said
    .trim()
    .split("\n")
    .map((one) => one.replace(/^50[23]$/, "routed"));
  expect(heard).toEqual([...Array(count).fill("routed"), "404", "end"]);
});

test("with an empty volume nobody is told so, until the deployment has put the router's own files there", async () => {
  const id = router("");
  await waitFor("the router", async () => says(id, "/ping"));
  expect(says(id, loadedPath)).toBe(false);
  expect(inside(id, renderReady(["172.30.71.254"]))).toEqual({ status: 0, said: "" });
  expect(says(id, loadedPath)).toBe(true);
});

test("with one file that cannot be read nobody is told so, as no other file is read either; its log says which", async () => {
  const broken = renderRoute(routes.exact).text.replace("loadBalancer", "loadBalanser");
  const id = router(own + put("broken.yml", broken));
  await waitFor("a complaint", async () => docker(["logs", id]).said.includes("broken.yml"));
  await waitFor("the router", async () => says(id, "/ping"));
  expect(says(id, loadedPath)).toBe(false);
  inside(id, `rm ${routesDirectory}/broken.yml`);
  await waitFor("its routes", async () => says(id, loadedPath));
});

test("a router that runs goes on with the routes it has where a file breaks, and is asked as before", async () => {
  const id = router(own + put("app.yml", renderRoute(routes.exact).text));
  await waitFor("its routes", async () => says(id, loadedPath));
  inside(id, put("app.yml", "http: [\n"));
  await waitFor("a complaint", async () => docker(["logs", id]).said.includes("app.yml"));
  expect(says(id, loadedPath)).toBe(true);
});
