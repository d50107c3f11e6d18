/** Ports of images that many homes have, for labels that leave them to the proxy to find out: the engine is asked first. */
const ports: readonly (readonly [RegExp, string])[] = [
  [
    /(^|\/)(nginx|httpd|caddy|wordpress|nextcloud|matomo|mediawiki|drupal|joomla|phpmyadmin|vaultwarden\/server|whoami|owncloud|roundcubemail|freshrss\/freshrss|bookstack|linuxserver\/[\w-]*nginx)$/,
    "80",
  ],
  [/(^|\/)(nginx-unprivileged|adminer|keycloak|mattermost-[\w-]+)$/, "8080"],
  [/(^|\/)(grafana|grafana-oss|gitea|forgejo|homepage|umami)$/, "3000"],
  [/(^|\/)uptime-kuma$/, "3001"],
  [/(^|\/)ghost$/, "2368"],
  [/(^|\/)n8n$/, "5678"],
  [/(^|\/)(jellyfin)$/, "8096"],
  [/(^|\/)(home-assistant)$/, "8123"],
  [/(^|\/)(portainer-ce|portainer)$/, "9000"],
  [/(^|\/)(paperless-ngx)$/, "8000"],
  [/(^|\/)(prometheus)$/, "9090"],
];

/** @returns the port on which an image serves HTTP, where its name tells. */
export function usualPort(image: string): string | undefined {
  const [name = "", tag = ""] = image.replace(/@.*$/, "").split(/:(?=[^:/]*$)/);
  // The same applications without a web server of their own.
  if (/fpm/.test(tag)) return undefined;
  return ports.find(([pattern]) => pattern.test(name))?.[1];
}
