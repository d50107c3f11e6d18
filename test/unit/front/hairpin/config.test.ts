import { describe, expect, test } from "vitest";
import { renderHairpin, renderHairpinStart } from "../../../../components/front/hairpin/config";
import { renderNamed } from "../../../../components/front/hairpin/names";
import { hairpins } from "../../cases";
import { expectGolden } from "../../golden";

test.each(Object.entries(hairpins))(
  "the hairpin %s reads to the letter as HAProxy was shown it",
  (name, config) => {
    expectGolden(`hairpin/${name}.cfg`, renderHairpin(config));
  },
);

describe("a hairpin", () => {
  const bound = (text: string) => [...text.matchAll(/^ +bind :(\d+)$/gm)].map(([, port]) => Number(port));

  test("listens where visitors do, and at the usual ports, each once", () => {
    expect(bound(renderHairpin(hairpins.near))).toEqual([7544, 443, 7171, 80]);
    expect(bound(renderHairpin(hairpins.far))).toEqual([443, 80]);
    // The visitors' own meaning of a port goes first.
    expect(bound(renderHairpin(hairpins["unusual-ports"]))).toEqual([8443, 443, 80]);
  });

  test("tells the farm who calls on its own network alone", () => {
    const servers = (text: string) => [...text.matchAll(/^ +server farm (.*)$/gm)].map(([, rest]) => rest);
    for (const server of servers(renderHairpin(hairpins.near))) expect(server).toMatch(/ send-proxy-v2$/);
    for (const server of servers(renderHairpin(hairpins.far))) expect(server).toMatch(/:\d+$/);
  });

  test("has no way to anyone where the farm is out of reach", () => {
    const text = renderHairpin(hairpins.closed);
    expect(text).not.toMatch(/^ +server /m);
    expect(text.match(/tcp-request connection reject/g)).toHaveLength(2);
  });

  test("brings its configuration along, whatever is in it", () => {
    expect(renderHairpinStart("$HOME `x` 'y'\n")).toBe(
      "exec haproxy -db -f /dev/stdin <<'HOMEPORT_CONFIG'\n$HOME `x` 'y'\nHOMEPORT_CONFIG",
    );
  });
});

test("its names are given to it by this script", () => {
  const thing = {
    project: "home",
    environment: "staging",
    component: "hairpin-1",
    isService: false,
    network: "staging-network",
    volumes: [],
  };
  expectGolden(
    "hairpin/names.sh",
    renderNamed(
      {
        thing,
        container: "farm-hairpin-1-haproxy-1a2b3c4",
        address: "172.30.71.252",
        names: ["blog.example.org", "www.example.org"],
      },
      "true",
    ),
  );
});
