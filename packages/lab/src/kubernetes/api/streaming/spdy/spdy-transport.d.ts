/** The part of the package that is used: what both sides compress headers with, from the SPDY/3 specification. */
declare module "spdy-transport" {
  const transport: { protocol: { spdy: { dictionary: Record<number, Buffer> } } };
  export default transport;
}
