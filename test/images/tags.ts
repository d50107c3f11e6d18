/** The images that tests run on machines which cannot pull any; `npm run images` builds them. */
export const testImages = {
  haproxy: "homeport-test/haproxy:3.0",
  traefik: "homeport-test/traefik:3.6.7",
  echo: "homeport-test/echo:1",
  site: "homeport-test/site:1",
};

/** Images that no setting of the home names by default: what sees to certificates from elsewhere. */
export const certificateImages = {
  keeper: "homeport-test/keeper:22",
};
