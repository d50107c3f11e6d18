import { expect, test } from "vitest";
import { renderFarm } from "../../../../components/front/farm/config";
import type { FarmConfig } from "../../../../components/front/farm/farmConfig";
import { outsourced } from "../../../../components/front/haproxy/live";
import { farms } from "../../cases";

test("names leave the configuration, each rule's for a file, and nothing else does", () => {
  const config = `frontend web
    acl served var(txn.domain) -m str a.example.org b.example.org
    acl served var(txn.domain) -m str c.example.org
    acl served var(txn.below) -m reg ^[^.]+\\.example\\.org$
    acl client_checked var(txn.domain) -m str a.example.org
    acl served path -m beg /
    acl for_router var(txn.domain) -m str a.example.org
`;
  const { text, files } = outsourced(config);
  expect(text.replaceAll(/-[0-9a-f]{12}$/gm, "")).toBe(`frontend web
    acl served var(txn.domain) -m str -f /var/lib/haproxy/live/served.str
    acl served var(txn.below) -m reg -f /var/lib/haproxy/live/served.reg
    acl client_checked var(txn.domain) -m str a.example.org
    acl served path -m beg /
    acl for_router var(txn.domain) -m str -f /var/lib/haproxy/live/for_router.str
`);
  expect(files.map((file) => file.text)).toEqual([
    "a.example.org\nb.example.org\nc.example.org\n",
    "^[^.]+\\.example\\.org$\n",
    "a.example.org\n",
  ]);
});

const without = (config: FarmConfig) => renderFarm(config).text.replaceAll(/-[0-9a-f]{12}/g, "");
const more = (...domains: string[]): FarmConfig => ({
  ...farms["one-router"],
  domains: [{ router: "router", domains }],
});

test("another name on a router is no other configuration; who has to show a certificate, and all else, is", () => {
  const before = without(more("a.example.org"));
  expect(without(more("a.example.org", "b.example.org"))).toBe(before);
  expect(without(more("a.example.org", "*.example.org"))).not.toBe(before);
  const { tls } = farms["one-router"];
  const checked = { ...more("a.example.org"), tls: { ...tls, clientChecked: ["a.example.org"] } };
  expect(without(checked)).not.toBe(before);
  expect(without({ ...checked, tls: { ...tls, clientChecked: ["b.example.org"] } })).not.toBe(
    without(checked),
  );
  expect(without({ ...more("a.example.org"), hardStopSeconds: 60 })).not.toBe(before);
});
