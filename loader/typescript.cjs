/**
 * Loads TypeScript without a look at its types, and keeps what was compiled. Lines stay where they are, so that
 * a stack trace is right without source maps.
 */
const { createHash, randomUUID } = require("node:crypto");
const fs = require("node:fs");
const { Module } = require("node:module");
const { join } = require("node:path");

// Beside the packages: whoever may write here may change the program itself.
const cache = join(__dirname, "../node_modules/.cache/homeport");
const options = { transforms: ["typescript", "imports"], disableESTransforms: true };
const compiler = require("sucrase/package.json").version;

Module._extensions[".ts"] = (module, file) => {
  const text = fs.readFileSync(file, "utf8");
  const key = createHash("sha256")
    .update(JSON.stringify([compiler, options, text]))
    .digest("hex");
  module._compile(
    kept(join(cache, `${key}.js`), () => compile(text, file)),
    file,
  );
};

const compile = (text, file) => require("sucrase").transform(text, { ...options, filePath: file }).code;

function kept(file, make) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch {
    const code = make();
    keep(file, code);
    return code;
  }
}

/** In one step, as other programs may read the same file. Where nothing can be kept, it is compiled each time. */
function keep(file, code) {
  const own = `${file}.${randomUUID()}`;
  try {
    fs.mkdirSync(cache, { recursive: true });
    fs.writeFileSync(own, code);
    fs.renameSync(own, file);
  } catch {}
}
