import { createServer } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * Loaded into ops-server before its own code. Collects garbage when asked, on a socket named after the process, and answers
 * with the bytes of the heap that are left: what is held, not what is waiting to be collected.
 */
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

createServer((_request, response) => {
  collect();
  collect();
  response.end(String(process.memoryUsage().heapUsed));
})
  .listen(`${process.env.HEAP_PROBE_DIR}/${process.pid}`)
  .unref();
