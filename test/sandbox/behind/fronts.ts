import { davImage, testImages } from "../../images/tags";
import { makeCertificate } from "../../support/certificates";
import { docker } from "../alone";
import type { Road } from "../road";

/** Proxies as a home has them in front of the farm, each with an address of its own on the farm's network. */

/** A proxy that was started, and where a visitor reaches it. */
export interface Front {
  readonly port: number;
  /** The address from which it calls the farm. */
  readonly address: string;
}

interface FrontOptions {
  readonly image: string;
  /** End of the address on the farm's network. */
  readonly at: number;
  /** Files below /tmp. */
  readonly files: Readonly<Record<string, string>>;
  readonly run: string;
}

function start(way: Road, { image, at, files, run }: FrontOptions): Front {
  const address = `${way.prefix}.${at}`;
  const written = Object.entries(files).map(([name, text]) => `cat > /tmp/${name} <<'E'\n${text}\nE\n`);
  const options = ["--ip", address, "-p", "127.0.0.1::8443", "--entrypoint", "sh"];
  const id = way.start(`front-${at}`, image, ...options, "--", "-c", `${written.join("")}exec ${run}`);
  return { address, port: Number(docker(["port", id, "8443"]).said.trim().split(":").at(-1)) };
}

/** HAProxy, which passes TLS on by the name that a connection begins with. */
export const passingOn = (
  way: Road,
  name: string,
  at: number,
  header: "send-proxy" | "send-proxy-v2",
): Front =>
  start(way, {
    image: testImages.haproxy,
    at,
    run: "haproxy -db -f /tmp/c",
    files: {
      c: `defaults
    mode tcp
    timeout connect 2s
    timeout client 20s
    timeout server 20s
frontend visitors
    bind :8443
    tcp-request inspect-delay 5s
    tcp-request content accept if { req.ssl_hello_type 1 }
    use_backend farm if { req.ssl_sni -i ${name} }
backend farm
    option httpchk
    http-check send meth GET uri / ver HTTP/1.1 hdr Host ${name}
    server farm farm:443 ${header} check inter 500ms check-send-proxy check-ssl check-sni ${name} verify none`,
    },
  });

const certified = async (way: Road, name: string) => {
  const { chain, key } = await makeCertificate({ names: [name], by: way.root });
  return { chain, key, root: way.root.pem };
};

/** nginx, which ends TLS and writes the visitor behind what the visitor wrote. */
export const nginxEnding = async (way: Road, name: string, at: number): Promise<Front> =>
  start(way, {
    image: testImages.site,
    at,
    run: "nginx -c /tmp/c",
    files: {
      ...(await certified(way, name)),
      c: `daemon off; pid /tmp/pid; error_log stderr; events {}
http {
  access_log off;
  client_body_temp_path /tmp/body; proxy_temp_path /tmp/proxy; fastcgi_temp_path /tmp/fastcgi;
  uwsgi_temp_path /tmp/uwsgi; scgi_temp_path /tmp/scgi;
  upstream farm { server farm:443; keepalive 4; keepalive_timeout 4s; }
  server {
    listen 8443 ssl;
    server_name ${name};
    ssl_certificate /tmp/chain; ssl_certificate_key /tmp/key;
    location / {
      proxy_pass https://farm;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
      proxy_ssl_server_name on; proxy_ssl_name $host;
      proxy_ssl_verify on; proxy_ssl_trusted_certificate /tmp/root;
    }
  }
}`,
    },
  });

const modules = ["mpm_event", "authz_core", "socache_shmcb", "ssl", "proxy", "proxy_http"];

/** Apache, which ends TLS, and writes the header by itself. */
export const apacheEnding = async (way: Road, name: string, at: number): Promise<Front> =>
  start(way, {
    image: davImage,
    at,
    run: "apache2 -DFOREGROUND -f /tmp/c",
    files: {
      ...(await certified(way, name)),
      c: `ServerRoot /tmp
ServerName ${name}
Listen 8443
PidFile /tmp/pid
Mutex file:/tmp
ErrorLog /dev/stderr
${modules.map((one) => `LoadModule ${one}_module /usr/lib/apache2/modules/mod_${one}.so`).join("\n")}
SSLEngine on
SSLCertificateFile /tmp/chain
SSLCertificateKeyFile /tmp/key
SSLProxyEngine on
SSLProxyVerify require
SSLProxyCACertificateFile /tmp/root
ProxyPreserveHost on
ProxyPass / https://farm:443/ ttl=4`,
    },
  });
