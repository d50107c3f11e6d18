import { expect, test } from "vitest";
import { type IssuerOrder, renderOrder } from "../../../../../components/front/certificates/issuer/order";
import { Bench, syntaxError } from "../../../bench";
import { expectGolden } from "../../../golden";

const plain: IssuerOrder = {
  domains: ["blog.example.org", "*.shops.example.org"],
  revision: "0123456789ab",
  credentials: {},
};
const secret = { ...plain, credentials: { RFC2136_TSIG_SECRET: "it's\na $(secret)" } };
const directories = ["/acme", "/issuer"];
const answer = 'cp "$BENCH/issuer/order" "$BENCH/issuer/attended"';

/** The issuer's container; while the order waits, the issuer does what `meanwhile` says. */
const container = (meanwhile = answer): Bench => {
  const bench = new Bench(directories).fake("sleep", meanwhile);
  return bench
    .write("acme/live/blog.example.org/fullchain.pem", "")
    .write("acme/live/_.shops.example.org/fullchain.pem", "");
};

test.each([
  ["plain", plain],
  ["credentials", secret],
  ["address", { ...plain, leadsTo: "192.168.1.10:7070" }],
])("the script reads to the letter, and every shell reads it: %s", (name, order) => {
  expectGolden(`issuer/order-${name}.sh`, renderOrder(order));
  expect(syntaxError(renderOrder(order))).toBe("");
});

test("waits until somebody answers where the names lead, whatever is answered, and goes on with a warning where nobody does", () => {
  const leading = renderOrder({ ...plain, leadsTo: "192.168.1.10:7070" });
  const answered = container().fake("wget", 'echo "  HTTP/1.1 404 Not Found"; exit 1').sh(leading);
  expect(answered).toMatchObject({ status: 0, stderr: "" });
  const silent = container().fake("wget", "exit 1");
  // Each question is half a minute later.
  silent.fake("date", 'n=$(cat "$BENCH/n" 2>/dev/null || echo 0); echo $((n + 30)) | tee "$BENCH/n"');
  expect(silent.sh(leading)).toMatchObject({
    status: 0,
    stderr: expect.stringContaining(
      "warning: nobody answers at 192.168.1.10:7070 yet, where names are proven",
    ),
  });
});

test("ends when the issuer has tried every name, without a word where each has its certificate", () => {
  const bench = container();
  const { status, stderr } = bench.sh(renderOrder(plain));
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  expect(bench.read("issuer/order")).toMatch(/^0123456789ab \d+-\d+\n$/);
});

test("each order is another one, or a deployment would take the answer to an earlier one", () => {
  const bench = container();
  bench.sh(renderOrder(plain));
  const first = bench.read("issuer/order");
  bench.sh(renderOrder(plain));
  expect(bench.read("issuer/order")).not.toBe(first);
});

test("a name without a certificate is a warning with its reason: the deployment goes on", () => {
  const bench = container(answer).write(
    "acme/status/_.shops.example.org.json",
    '{ "domain": "*.shops.example.org", "failures": 1, "nextTry": 5, "error": "403 :: \'unauthorized\'" }\n',
  );
  const { status, stderr } = bench.sh(renderOrder(plain));
  expect({ status, stderr }).toEqual({
    status: 0,
    stderr: "warning: *.shops.example.org: 403 :: 'unauthorized'\n",
  });
});

test("an issuer that is still at work after three minutes is not waited for", () => {
  const { status, stderr } = new Bench(directories).sh(renderOrder(plain));
  expect(status).toBe(0);
  expect(stderr).toContain("the issuer is still at work after 180 s");
  expect(stderr).toContain("blog.example.org: there is no certificate yet");
});

test("credentials are files that nobody else can read, and those not named any more are removed", () => {
  const bench = container().write("issuer/credentials/OLD_TOKEN", "old");
  expect(bench.sh(renderOrder(secret)).status).toBe(0);
  expect(bench.read("issuer/credentials/RFC2136_TSIG_SECRET")).toBe("it's\na $(secret)");
  expect(bench.read("issuer/credentials/OLD_TOKEN")).toBeUndefined();
  bench.sh(renderOrder(plain));
  expect(bench.read("issuer/credentials/RFC2136_TSIG_SECRET")).toBeUndefined();
});
