import { readEnvironment } from "./env.ts";
import { startLab } from "./start-lab.ts";

/**
 * The lab's process. Prints one line of JSON on stdout once it listens; errors of controllers go to stderr, and they retry.
 * SIGTERM and SIGINT end it cleanly.
 */
const environment = readEnvironment();
const lab = await startLab({
  dataDir: environment.LAB_DATA_DIR,
  seed: environment.LAB_SEED,
  ports: {
    control: environment.LAB_CONTROL_PORT,
    production: environment.LAB_PRODUCTION_PORT,
    staging: environment.LAB_STAGING_PORT,
    dr: environment.LAB_DR_PORT,
    providers: environment.LAB_PROVIDERS_PORT,
  },
  providers: environment.LAB_PROVIDERS,
  onControllerError: (error, controller, { namespace, name }) => {
    console.error(`${controller} ${namespace}/${name}:`, error);
  },
});

const stop = () => {
  lab.close().then(
    () => process.exit(0),
    (error: unknown) => {
      console.error(error);
      process.exit(1);
    },
  );
};
process.once("SIGTERM", stop);
process.once("SIGINT", stop);

const { controlUrl, clusterUrls, kubeconfig, providersUrl } = lab;
console.log(
  JSON.stringify({
    ready: true,
    control: controlUrl,
    providers: providersUrl,
    clusters: clusterUrls,
    kubeconfig,
  }),
);
