/**
 * The `requestHandler` of an AWS client, for one attempt. Without `throwOnRequestTimeout` the SDK only warns when `requestTimeout` is over
 * and goes on waiting, and a body that stops half-way is waited for without any limit.
 *
 * @param answerMs until the answer begins, and then between two parts of it.
 */
export function awsRequestHandler({ connectMs, answerMs }: { connectMs: number; answerMs: number }) {
  return {
    connectionTimeout: connectMs,
    requestTimeout: answerMs,
    throwOnRequestTimeout: true,
    socketTimeout: answerMs,
  };
}
