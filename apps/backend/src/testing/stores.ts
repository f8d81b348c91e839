export { enableDatabaseTls } from "./enable-database-tls.ts";
export { type Pooler, startPooler } from "./start-pooler.ts";
export { type RedisServer, startRedis } from "./start-redis.ts";
