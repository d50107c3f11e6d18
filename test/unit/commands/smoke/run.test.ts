import { mkdtempSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { type AddressInfo, connect, createServer as createPlainServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { type Issuer, makeCertificate } from "../../../support/certificates";
import { tellOf } from "../told";

let certificate: Issuer;
let stranger: Issuer;
beforeAll(async () => {
  certificate = await makeCertificate({ names: ["blog.example.org", "*.shops.example.org"] });
  stranger = await makeCertificate({ names: ["blog.example.org"] });
});

let farm: Server | undefined;
afterEach(() => {
  farm?.closeAllConnections();
  farm?.close();
});

/** Hosts and paths that a farm was asked for. */
interface Told {
  readonly asked: string[];
  readonly port: number;
}

async function serve(...statuses: number[]): Promise<Told> {
  return serveWith({}, ...statuses);
}

async function serveWith(headers: Record<string, string>, ...statuses: number[]): Promise<Told> {
  const asked: string[] = [];
  farm = createServer({ cert: certificate.pem, key: certificate.key }, (request, response) => {
    asked.push(`${request.method} ${request.headers.host}${request.url}`);
    response.writeHead(statuses.length > 1 ? (statuses.shift() ?? 0) : (statuses[0] ?? 0), headers).end();
  });
  await new Promise<void>((resolve) => farm?.listen(0, "127.0.0.1", resolve));
  return { asked, port: (farm.address() as AddressInfo).port };
}

const outputs = (port: number, more: object = {}) => ({
  addresses: { https: `https://127.0.0.1:${port}` },
  authority: certificate?.pem,
  services: { blog: { domains: ["blog.example.org"], url: `https://blog.example.org:${port}/` } },
  ...more,
});

async function smoke(input: unknown, ...words: string[]) {
  return tellOf(["smoke", ...words], {
    input: () => (typeof input === "string" ? input : JSON.stringify(input)),
  });
}

describe("homeport smoke", () => {
  test("asks Pulumi for the outputs of --stack", async () => {
    const { port } = await serve(200);
    const path = mkdtempSync(join(tmpdir(), "homeport-pulumi-"));
    writeFileSync(join(path, "outputs"), JSON.stringify(outputs(port)));
    const script = `#!/bin/sh\n[ "$*" = "stack output --json --stack prod --non-interactive" ] && cat ${path}/outputs\n`;
    writeFileSync(join(path, "pulumi"), script, { mode: 0o755 });
    const variables = { PATH: `${path}:${process.env.PATH}` };
    const { code, out } = await tellOf(["smoke", "--stack", "prod"], { variables });
    expect(code).toBe(0);
    expect(out).toContain("served  blog");
  });

  test("awaits nothing of a keyboard", async () => {
    expect(await tellOf(["smoke"], { keyboard: true })).toMatchObject({
      code: 2,
      err: "homeport smoke: say which environment; example: npx homeport smoke --stack staging\n",
    });
  });

  describe("a port beside HTTP", () => {
    /** A server that says so first, and closes then where it is told to. */
    async function speaker(words: string, closes = false): Promise<string> {
      const server = createPlainServer((socket) => {
        socket.on("error", () => {});
        if (words) socket.write(words);
        if (closes) socket.end();
      });
      onTestFinished(() => void server.close());
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
    }
    const askPort = async (port: object, ...words: string[]) => {
      const { port: farmPort } = await serve(200);
      return smoke(outputs(farmPort, { ports: { "git-ssh": port } }), "--attempts", "1", ...words);
    };

    test("is asked for its first words, which are told", async () => {
      const address = await speaker("SSH-2.0-OpenSSH_10.0\r\n");
      const { code, out } = await askPort({ address, startsWith: "SSH-" });
      expect([code, out]).toEqual([
        0,
        expect.stringContaining(`served  git-ssh  ${address}  SSH-2.0-OpenSSH_10.0\n`),
      ]);
    });

    test("is not served where it says something else, or closes without a word", async () => {
      const other = await askPort({ address: await speaker("220 mail\r\n"), startsWith: "SSH-" });
      expect([other.code, other.out]).toEqual([1, expect.stringContaining('it begins with "220 "')]);
      const silent = await askPort({ address: await speaker("", true), startsWith: "SSH-" });
      expect(silent.out).toContain("the connection was closed without a word");
      expect(silent.out).not.toContain("allow");
      const nonsense = { address: await speaker("SSH-2.0-OpenSSH_10.0\r\n", true), startsWith: "SSH-" };
      expect((await askPort(nonsense)).code).toBe(0);
      const hungUp = await askPort({ ...nonsense, proxyProtocol: true });
      expect([hungUp.code, hungUp.out]).toEqual([
        1,
        expect.stringContaining(
          'it said "SSH-2.0-OpenSSH_10.0" and hung up at once; it may not expect the PROXY protocol',
        ),
      ]);
      const closed = await askPort({ address: await speaker("", true) });
      expect(closed.code).toBe(1);
    });

    test("that lets in some alone may leave out who asks, which is said", async () => {
      const allow = ["10.0.0.0/8"];
      for (const port of [{ allow }, { allow, startsWith: "SSH-" }]) {
        const { code, out } = await askPort({ address: await speaker("", true), ...port });
        expect([code, out]).toEqual([
          1,
          expect.stringContaining(
            "without a word; its `allow` (10.0.0.0/8) may leave this machine out: ask from",
          ),
        ]);
      }
    });

    test("that says nothing by itself has to be open; --except leaves it out, --at says where it is", async () => {
      const address = await speaker("");
      expect((await askPort({ address })).out).toContain(`served  git-ssh  ${address}  open`);
      const elsewhere = address.replace("127.0.0.1", "192.0.2.1");
      expect((await askPort({ address: elsewhere }, "--at", "127.0.0.1")).code).toBe(0);
      expect((await askPort({ address: "tcp://127.0.0.1:1" }, "--except", "git-ssh")).code).toBe(0);
    });
  });

  test.each([
    [
      "is sent on",
      { location: "https://blog.example.org/" },
      308,
      0,
      "status 308, to https://blog.example.org/",
    ],
    ["is sent elsewhere", { location: "https://a.example/" }, 308, 1, "which is not one of blog.example.org"],
    ["is answered itself", {}, 200, 1, "status 200, and it leads nowhere"],
    ["is not served", {}, 404, 1, "status 404"],
  ] as const)("a name that leads to another one: %s", async (_, headers, status, code, said) => {
    const { port, asked } = await serveWith(headers, status);
    const blog = { domains: ["blog.example.org"], redirects: ["old.shops.example.org"] };
    const services = { blog: { ...blog, url: `https://blog.example.org:${port}/` } };
    const told = await smoke(outputs(port, { services }), "--attempts", "1");
    expect([told.code, asked.length]).toEqual([code, 2]);
    expect(told.out).toContain(said);
  });

  test("asks each name of each service through the farm, below its prefix", async () => {
    const { port, asked } = await serve(200);
    const services = {
      blog: { domains: ["blog.example.org"], url: `https://blog.example.org:${port}/` },
      shops: { domains: ["*.shops.example.org"], url: `https://any.shops.example.org:${port}/shop/` },
    };
    const { code, out } = await smoke(outputs(port, { services }));
    expect(code).toBe(0);
    expect(asked.sort()).toEqual([
      `GET any.shops.example.org:${port}/shop/`,
      `GET blog.example.org:${port}/`,
    ]);
    expect(out).toBe(
      `served  blog  https://blog.example.org:${port}/  status 200\n` +
        `served  shops  https://any.shops.example.org:${port}/shop/  status 200\n`,
    );
  });

  test("begins as the proxy in front of the farm does, where it is told to", async () => {
    const { port } = await serve(200);
    const told: string[] = [];
    const front = createPlainServer((socket) =>
      socket.once("data", (begin) => {
        const [line = ""] = begin.toString("latin1").split("\r\n");
        told.push(line);
        const farmward = connect(port, "127.0.0.1");
        farmward.write(begin.subarray(line.length + 2));
        socket.pipe(farmward).pipe(socket);
      }),
    );
    onTestFinished(() => void front.close());
    await new Promise<void>((resolve) => front.listen(0, "127.0.0.1", resolve));
    const { code } = await smoke(outputs((front.address() as AddressInfo).port), "--proxy-protocol");
    expect([code, told]).toEqual([0, ["PROXY UNKNOWN"]]);
  });

  test.each([
    [204, 0],
    [302, 0],
    [401, 0],
    [403, 0],
    [404, 1],
    [421, 1],
    [500, 1],
    [503, 1],
  ])("takes status %i for an end with %i", async (status, expected) => {
    const { port, asked } = await serve(status);
    const { code, out } = await smoke(outputs(port), "--attempts", "2");
    expect([code, out.includes(`status ${status}`)]).toEqual([expected, true]);
    expect(asked).toHaveLength(expected === 0 ? 1 : 2);
  });

  test("says of a service under maintenance that it is, and asks once: no time that passes ends it", async () => {
    const { port, asked } = await serveWith({ "X-Homeport-Maintenance": "yes" }, 503);
    const { code, out } = await smoke(outputs(port));
    expect([code, out]).toEqual([
      1,
      expect.stringMatching(/^FAILED {2}blog {2}\S+ {2}status 503, under maintenance\n$/),
    ]);
    expect(asked).toHaveLength(1);
  });

  test("asks again until a service is there", async () => {
    const { port } = await serve(503, 503, 200);
    expect(await smoke(outputs(port))).toMatchObject({ code: 0, out: expect.stringMatching(/^served/) });
  });

  test("fails where the certificate is not of the environment's authority", async () => {
    const { port } = await serve(200);
    const { code, out } = await smoke(outputs(port, { authority: stranger.pem }), "--attempts", "1");
    expect(code).toBe(1);
    expect(out).toMatch(/^FAILED {2}blog .*certificate/);
  });

  test("fails where nobody answers", async () => {
    const { port } = await serve(200);
    farm?.close();
    const { code, out } = await smoke(outputs(port), "--attempts", "1");
    expect([code, out.includes("ECONNREFUSED")]).toEqual([1, true]);
  });

  test("reaches a farm elsewhere, and leaves out a service", async () => {
    const { port } = await serve(200);
    const far = outputs(port, {
      addresses: { https: `https://192.0.2.1:${port}` },
      services: {
        blog: { domains: ["blog.example.org"], url: `https://blog.example.org:${port}/` },
        vault: { domains: ["vault.example.org"], url: `https://vault.example.org:${port}/` },
      },
    });
    const { code, out } = await smoke(far, "--at", "127.0.0.1", "--except", "vault");
    expect([code, out]).toEqual([0, `served  blog  https://blog.example.org:${port}/  status 200\n`]);
  });

  test("has nothing to say against a home without services: a pipeline's first run is one", async () => {
    expect(await smoke(outputs(1, { services: {} }))).toEqual({
      code: 0,
      out: "there is no service yet, and nothing to ask\n",
      err: "",
    });
  });

  test("tells programs of each name, whether it is served", async () => {
    const { port } = await serve(503);
    const { code, out } = await smoke(outputs(port), "--attempts", "1", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(out)).toEqual([
      { service: "blog", url: `https://blog.example.org:${port}/`, served: false, said: "status 503" },
    ]);
    expect((await smoke(outputs(port, { services: {} }), "--json")).out).toBe("[]\n");
  });

  test.each([
    [
      "",
      [],
      /^homeport smoke: this is not what a home has there; expected the output of: npx pulumi stack output --json/,
    ],
    [outputs(1, { services: 7 }), [], /output services is not what a home has there/],
    [outputs(1), ["--except", "blog"], /there is no service to ask/],
    [outputs(1), ["--attempts", "0"], /--attempts: "0" is not a whole number from 1 to 99/],
    [outputs(1), ["--wrong"], /unknown option '--wrong'/],
  ])("ends with 2 where nothing can be asked: %#", async (input, words, message) => {
    const { code, out, err } = await smoke(input, ...words);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toMatch(message);
  });
});
