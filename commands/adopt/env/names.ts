/** Words in the name of a value that nobody may read. */
const secretWords =
  /(^|[_.-])(PASS|PASSWD|PASSWORD|PASSPHRASE|PW|PWD|SECRET|SECRETS|TOKEN|KEY|APIKEY|CREDENTIAL|CREDENTIALS|SALT|PEPPER|DSN|AUTHKEY)\d*([_.-]|$)|PASSWORD|PASS$|SECRET(?!ARY)|APIKEY/i;

/** Ends of a name that make it the name of something else. */
const harmlessEnds =
  /([_.-](FILE|PATH|DIR|NAME|USER|USERNAME|ID|LENGTH|TTL|EXPIRY|EXPIRES?|EXPIRATION|LIFETIME|ENABLED?|REQUIRED|TYPE|HOST|PORT|ALGORITHM|ALGO|HASH|URL|VERSION|POLICY|MIN|MAX|COUNT|PREFIX|HEADER|IN|HOURS|DAYS|MINUTES|SECONDS|RESET|PROVIDER|METHOD|FIELD|CLAIM|MODE))$|PUBLIC[_.-]?KEY|^ALLOW_EMPTY|^RANDOM_|_RANDOM_/i;

/** Whether a value of this name is one that nobody may read. */
export const looksSecret = (name: string): boolean => secretWords.test(name) && !harmlessEnds.test(name);

/** Values that say nothing, whatever their name. */
const harmless = /^(|true|false|yes|no|on|off|none|null|\d{1,2}|\/\S*)$/i;

/** Whether a value is worth keeping from readers. */
export const isTelling = (value: string): boolean => !harmless.test(value);

/** A password in an address: `postgres://user:password@host`. */
export const passwordInAddress = /^([\w+.-]+:\/\/[^/\s:@]*:)([^@\s]+)@/;
