// @ts-nocheck: its package is in the image alone.
import Provider from "oidc-provider";

const { ISSUER, CLIENT_SECRET, REDIRECT } = process.env;
const provider = new Provider(ISSUER, {
  clients: [
    {
      client_id: "homeport",
      client_secret: CLIENT_SECRET,
      redirect_uris: [REDIRECT],
      grant_types: ["authorization_code"],
    },
  ],
  claims: { openid: ["sub"], email: ["email", "email_verified"], profile: ["preferred_username"] },
  // What a proxy is told is in the token itself: it asks nothing further.
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: true } },
  pkce: { required: () => false },
  cookies: { keys: ["a key for tests"] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, email: `${id}@example.org`, email_verified: true, preferred_username: id }),
  }),
});
provider.proxy = true;
provider.listen(9000);
