// Compiles styles, scripts and pictures into dist/, each under a name that carries the hash of its content, and
// writes manifest.json: plain name → hashed name. Same input, same bytes.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync, readdirSync, rmSync, mkdirSync } from "node:fs";
import { extname, join, basename } from "node:path";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";
import * as sass from "sass";

const root = fileURLToPath(new URL(".", import.meta.url));
const dist = join(root, "dist");
const manifest = {};

function clean() {
  mkdirSync(dist, { recursive: true });
  for (const name of readdirSync(dist)) {
    if (name !== "placeholder.txt") rmSync(join(dist, name), { recursive: true });
  }
}

function emit(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, 12);
  const hashed = `${basename(name, extname(name))}-${hash}${extname(name)}`;
  writeFileSync(join(dist, hashed), content);
  manifest[name] = hashed;
}

async function styles() {
  const { css } = sass.compile(join(root, "styles/app.scss"), { loadPaths: [root], quietDeps: true });
  const { code } = await esbuild.transform(css, { loader: "css", minify: true, target: "es2020" });
  emit("app.css", code);
}

async function scripts() {
  const { outputFiles } = await esbuild.build({
    entryPoints: [join(root, "scripts/app.ts")],
    bundle: true,
    minify: true,
    write: false,
    format: "esm",
    target: "es2020",
    legalComments: "none",
  });
  emit("app.js", outputFiles[0].text);
}

function pictures() {
  for (const name of readdirSync(join(root, "static")).sort()) {
    emit(name, readFileSync(join(root, "static", name)));
  }
}

clean();
await styles();
await scripts();
pictures();
writeFileSync(join(dist, "manifest.json"), JSON.stringify(manifest, null, 2) + "\n");
console.log(`pages: ${Object.keys(manifest).length} files in dist/`);
