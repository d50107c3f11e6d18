import { beforeAll, expect, test } from "vitest";
import { referrerPolicy, strictTransport } from "../../components/front/farm/tls";
import { renderApply } from "../../components/front/haproxy/apply";
import { renderStart } from "../../components/front/haproxy/start";
import { globalSection, section, withRevision } from "../../components/front/haproxy/text";
import { buildTestImages } from "../images/build";
import { testImages } from "../images/tags";
import { container, docker, inside } from "./alone";

beforeAll(() => buildTestImages(() => {}));

/** What a visitor gets of a service that sends this header along. */
function headersOf(service: string): string {
  const { text, revision } = withRevision([
    globalSection({ maxConnections: 100, buffers: 1000, threads: 1 }),
    section("defaults", "mode http", "timeout connect 1s", "timeout client 5s", "timeout server 5s"),
    section(
      "frontend web",
      "bind :80",
      strictTransport({ hstsDays: 2 }),
      referrerPolicy,
      "default_backend service",
    ),
    section("backend service", "server service 127.0.0.1:81"),
    section("frontend service", "bind :81", `http-request return status 200 hdr ${service}`),
  ]);
  const id = container(testImages.haproxy, renderStart(false));
  expect(docker(["exec", "-i", id, "sh"], renderApply({ text, revision }))).toEqual({ status: 0, said: "" });
  return inside(id, "wget -S -O /dev/null http://127.0.0.1/").said.toLowerCase();
}

test("where a service says nothing of referrers, browsers are told what new ones do anyway", () => {
  expect(headersOf("X-Other 1")).toContain("referrer-policy: strict-origin-when-cross-origin\n");
});

test("what a service says of referrers reaches the visitor as it was", () => {
  const headers = headersOf("Referrer-Policy no-referrer");
  expect(headers).toContain("referrer-policy: no-referrer\n");
  expect(headers.match(/referrer-policy/g)).toHaveLength(1);
});

test("where the settings bind browsers to TLS, each answer says for how long", () => {
  expect(headersOf("X-Other 1")).toContain("strict-transport-security: max-age=172800\n");
});
