import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const compress = promisify(brotliCompress);
/** What `next.config.ts` sends the Brotli copy of. Fonts and pictures are compressed already. */
const compressible = /\.(js|css)$/;

/**
 * Writes `app.js.br` beside each script and style sheet below `directory`, as small as Brotli can make it. Done once a
 * build: Next itself compresses with gzip on every request, a seventh larger. Returns how many copies it wrote.
 */
export async function compressStatic(directory: string): Promise<number> {
  const names = await readdir(directory, { recursive: true });
  const files = names.filter((name) => compressible.test(name)).map((name) => join(directory, name));
  await Promise.all(files.map(compressFile));
  return files.length;
}

async function compressFile(file: string): Promise<void> {
  const content = await readFile(file);
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
    [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
    [constants.BROTLI_PARAM_SIZE_HINT]: content.length,
  };
  await writeFile(`${file}.br`, await compress(content, { params }));
}
