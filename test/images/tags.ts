/** The images that tests run on machines which cannot pull any; `npm run images` builds them. */
export const testImages = {
  haproxy: "homeport-test/haproxy:3.0",
  traefik: "homeport-test/traefik:3.6.7",
  keeper: "homeport-test/keeper:22",
  lego: "homeport-test/lego:4.31.0",
  echo: "homeport-test/echo:1",
  site: "homeport-test/site:1",
  prometheus: "homeport-test/monitor:2.53",
  alertmanager: "homeport-test/monitor:2.53",
  probes: "homeport-test/monitor:2.53",
  agent: "homeport-test/monitor:2.53",
};

/** Files by WebDAV: Debian's Apache. */
export const davImage = "homeport-test/dav:1";
/** A server of gRPC's own tests, and their client. */
export const grpcImage = "homeport-test/grpc:1";

/** What stands for Let's Encrypt: Debian's pebble. */
export const pebbleImage = "homeport-test/pebble:2.6";

/** Debian's WordPress, with its database beside it in one container. */
export const wordpressImage = "homeport-test/wordpress:13";
/** The same, arranged like the official image: its database is elsewhere. */
export const wordpressApacheImage = "homeport-test/wordpress-apache:13";
/** Debian's MariaDB, which starts as the official image does. */
export const mariadbImage = "homeport-test/mariadb:11.8";
/** Debian's PostgreSQL, the same. */
export const postgresImage = "homeport-test/postgres:17.6";
/** Both as Debian 12 has them, a major version before. */
export const formerMariadbImage = "homeport-test/mariadb:10.11";
export const formerPostgresImage = "homeport-test/postgres:15";
/** Debian's Trac, whose data are a file of SQLite. */
export const tracImage = "homeport-test/trac:1.6";
/** Etherpad from npm; Debian's MediaWiki, and Valkey for its cache: built where the real engine is. */
export const etherpadImage = "homeport-test/etherpad:1.8.14";
export const mediawikiImage = "homeport-test/mediawiki:1.43";
export const valkeyImage = "homeport-test/valkey:8.1";
/** An application behind the entry points of common images. */
export const entriesImage = "homeport-test/entries:1";
/** A server of Git over SSH, and its client: Debian's. */
export const gitImage = "homeport-test/git:13";
/** A broker of MQTT and its clients, and a server of DNS: Debian's. */
export const mqttImage = "homeport-test/mqtt:2.0";
export const dnsImage = "homeport-test/dns:2";
/** A client of HTTP/3: Debian's curl. */
export const curlImage = "homeport-test/curl:8.14";
/** A registry that wants a password: Debian's docker-registry. */
export const registryImage = "homeport-test/registry:2.8";

/** Debian's restic, with what the official image has beside it. */
export const resticImage = "homeport-test/restic:0.18";
/** What copies databases of SQLite: Debian's Python. */
export const sqliteImage = "homeport-test/sqlite:3.13";
/** A server of restic's repositories. */
export const restServerImage = "homeport-test/rest-server:0.13";

/** A server of S3: versitygw from its Go module, built for the test that asks it. */
export const s3Image = "homeport-test/s3:1.2";

/** What signs people in, and who knows them: built for the test that asks them. */
export const oauth2ProxyImage = "homeport-test/oauth2-proxy:7.15.6";
export const oidcImage = "homeport-test/oidc:9.13";

/** Prometheus, Alertmanager and two exporters, in one image: Debian's. */
export const monitorImage = testImages.prometheus;

/** What stands for a machine that answers SSH, by the version of Debian. */
export const machineImages = {
  12: "homeport-test/machine:12",
  13: "homeport-test/machine:13",
};
