/** The UUID of a public id, or of the path that ends in one: what a row in the database is called. */
export function uuidOf(publicId: string): string {
  return publicId.slice(-32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
