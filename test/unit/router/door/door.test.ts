import { describe, expect, test } from "vitest";
import { renderDoor } from "../../../../components/router/door/config";
import { doorPrint, printOf } from "../../../../components/router/door/known";
import { doorProgram } from "../../../../components/router/door/program";
import { questionOf } from "../../../../components/router/door/program/ask.js";
import { shownLabels } from "../../../../components/router/door/program/labels.js";
import {
  shownContainer,
  shownEvent,
  shownList,
  shownVersion,
} from "../../../../components/router/door/program/show.js";
import type { DoorConfig, Inspected } from "../../../../components/router/door/program/types";

const config: DoorConfig = JSON.parse(renderDoor({ environment: "prod", network: "bridge-1" }));
const id = "0123456789abcdef".repeat(4);

test("guard rails know the program, as it is written and as it is built", () => {
  expect(printOf(doorProgram()), "after a change, this is doorPrint in door/known.ts").toBe(doorPrint);
  const built = doorProgram()
    .replace(/^ {2}/gm, "    ")
    .replace(/\(module, require\) \{\n/g, '$&"use strict";\n')
    .replace(/,\n(\s*[)}\]])/g, "\n$1");
  expect(printOf(built)).toBe(doorPrint);
  expect(printOf(doorProgram().replace("GET", "POST"))).not.toBe(doorPrint);
});

describe("a question", () => {
  const filters = (path = "") => JSON.parse(new URL(path, "http://docker").searchParams.get("filters") ?? "");

  test("is asked with the environment's conditions, and without any that came along", () => {
    const list = questionOf("GET", '/v1.44/containers/json?all=1&filters={"label":[]}', config);
    expect(list?.path).toMatch(/^\/v1\.44\/containers\/json\?filters=[^&]+$/);
    expect(filters(list?.path)).toEqual({ label: ["homeport.environment=prod"], network: ["bridge-1"] });
    const events = questionOf("GET", "/events?since=0", config);
    expect(filters(events?.path)).toEqual({ type: ["container"], label: ["homeport.environment=prod"] });
  });

  test.each([
    ["GET", "/containers/json/"],
    ["GET", "/containers/farm/json"],
    ["GET", `/containers/${id}/json/`],
    ["GET", `/containers/${id}/../../info`],
    ["GET", `/containers/${id.toUpperCase()}/json`],
    ["GET", "/v1.44/v1.44/version"],
    ["GET", "//version"],
    ["GET", "/info"],
    ["GET", ""],
    ["HEAD", "/version"],
    ["POST", "/_ping"],
    ["POST", "/containers/json"],
    ["get", "/version"],
  ])("is none of a router's: %s %s", (method, url) => {
    expect(questionOf(method, url, config)).toBeUndefined();
  });
});

const inspected = (labels: Record<string, string>, networks = ["bridge-1", "other"]) =>
  ({
    Id: id,
    Name: "/pad",
    Image: "sha256:1",
    Args: ["--password", "hush"],
    State: { Status: "running", Running: true, Pid: 1, Health: { Status: "healthy", Log: ["hush"] } },
    HostConfig: { NetworkMode: "container:farm", Binds: ["/etc:/etc"] },
    Config: { Env: ["PASSWORD=hush"], Cmd: ["hush"], Labels: { "homeport.environment": "prod", ...labels } },
    NetworkSettings: {
      Ports: { "80/tcp": [{ HostIp: "0.0.0.0", HostPort: "8080" }] },
      Networks: Object.fromEntries(
        networks.map((name) => [name, { IPAddress: "10.0.0.2", GlobalIPv6Address: "", MacAddress: "x" }]),
      ),
    },
  }) as unknown as Inspected;

describe("an answer", () => {
  test("has what a router needs, and nothing else", () => {
    expect(shownContainer(inspected({ "traefik.enable": "true", "app.secret": "hush" }), config)).toEqual({
      Id: id,
      Name: "/pad",
      State: { Status: "running", Running: true, Health: { Status: "healthy" } },
      HostConfig: { NetworkMode: "bridge-1" },
      Config: { Labels: { "homeport.environment": "prod", "traefik.enable": "true" } },
      NetworkSettings: {
        Ports: { "80/tcp": null },
        Networks: { "bridge-1": { IPAddress: "10.0.0.2", GlobalIPv6Address: "" } },
      },
    });
  });

  test.each<[string, Record<string, string>, string[]?]>([
    ["another environment's", { "homeport.environment": "staging" }],
    ["the program's own", { "homeport.component": "blog" }],
    ["on another network", {}, ["other"]],
  ])("has nothing of a container that is %s", (_, labels, networks) => {
    const one = inspected(labels, networks);
    expect(shownContainer(one, config)).toBeUndefined();
    const { Id, State, Config, NetworkSettings } = one;
    const listed = { Id, Names: ["/pad"], State: State.Status, Labels: Config.Labels ?? {}, NetworkSettings };
    expect(shownList([listed], config)).toHaveLength(1);
  });

  test("of an event says what has happened to whom, and of an engine its version", () => {
    const event = { Type: "container", Action: "start", time: 1, timeNano: 2, scope: "local", from: "hush" };
    const said = shownEvent(JSON.stringify({ ...event, Actor: { ID: id, Attributes: { secret: "hush" } } }));
    expect(said).toMatchObject({ Action: "start", Actor: { ID: id, Attributes: {} } });
    expect(JSON.stringify([said, shownVersion({ Version: "20.10", KernelVersion: "hush" })])).not.toContain(
      "hush",
    );
  });
});

describe("of labels", () => {
  const router = (options: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(options).map(([option, value]) => [`traefik.http.routers.pad.${option}`, value]),
    );

  test("those are shown that route HTTP", () => {
    const shown = {
      "traefik.enable": "true",
      "traefik.http.middlewares.auth.basicauth.users": "anna:$2y$",
      "traefik.http.services.pad.loadbalancer.server.port": "9001",
      "com.docker.compose.service": "pad",
      ...router({ rule: "Host(`pad.example.org`)", middlewares: "auth", service: "pad@docker" }),
    };
    const hidden = {
      "traefik.docker.network": "proxy",
      "traefik.tcp.routers.all.rule": "HostSNI(`*`)",
      "traefik.udp.routers.all.service": "all",
      "TRAEFIK.HTTP.Routers.pad.EntryPoints": "websecure",
      "app.password": "hush",
      ...router({ priority: "100000", tls: "true", "tls.certresolver": "le", "tls.domains[0].main": "x" }),
    };
    expect(shownLabels({ ...shown, ...hidden })).toEqual(shown);
  });

  test.each([
    ["rule", `Host(\`${"a".repeat(900)}\`)`],
    ["service", "api@internal"],
    ["Service", "blog@file"],
  ])("a router is left out as a whole for its %s", (option, value) => {
    expect(shownLabels(router({ middlewares: "auth", [option]: value }))).toEqual({});
  });
});
