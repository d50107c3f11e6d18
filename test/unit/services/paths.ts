import fc from "fast-check";

/** What attackers put paths together of. */
const pieces = [
  "/ // /. /.. \\ . .. ... ; ;x= %2f %2F %5c %2e %2E %3b %3f %23 %00 %20 %25 %252e %252f %252F %255c %25252f",
  "/admin admin ADMIN %61dmin adm%69n %2561dmin %25%36%31dmin %256%31dmin admin2 /a /b %62 a b",
  "/v1.0 v1%2e0 v1x0 /~x_- %7ex_- /hook hook %68ook /hook/ /hook/..",
].join(" ");

export const anyPath = fc
  .array(fc.constantFrom(...pieces.split(" ")), { maxLength: 9 })
  .map((all) => `/${all.join("")}`);
