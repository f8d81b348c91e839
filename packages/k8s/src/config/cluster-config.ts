import { z } from "zod";

const name = z
  .string()
  .min(1)
  .max(40)
  .regex(/^[a-z][a-z0-9-]*$/, "must be lower case letters, digits and dashes, starting with a letter");
const namespace = z
  .string()
  .min(1)
  .max(63)
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, "is not a namespace name");

/** One API server and how to sign in to it. */
export const clusterEntry = z
  .strictObject({
    name,
    region: z.string().min(1).max(40),
    /** Path of a kubeconfig file, relative to the configuration file; `~/` is the home directory. */
    kubeconfig: z.string().min(1).optional(),
    /** Context in it; its current context when left out. */
    context: z.string().min(1).optional(),
    /** Use the service account of the pod that this runs in. */
    inCluster: z.literal(true).optional(),
    /**
     * Name of the cluster in EKS: its tokens are made in this process, with the AWS identity that it has. From the
     * kubeconfig come the address and the authority alone; what it would run is not run.
     */
    eks: z
      .string()
      .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, "is not a name of an EKS cluster")
      .optional(),
  })
  .refine(({ inCluster, kubeconfig, context, eks }) => !inCluster || (!kubeconfig && !context && !eks), {
    message: "inCluster excludes kubeconfig, context and eks",
  })
  .refine(({ eks, region }) => !eks || /^[a-z]{2}(-[a-z]+)+-\d$/.test(region), {
    message: "eks needs the AWS region in which the cluster is, such as us-east-1",
  });
export type ClusterEntry = z.infer<typeof clusterEntry>;

/** A part of a cluster that people think of as one place: production, staging, dr. */
export const environmentEntry = z.strictObject({
  id: name,
  title: z.string().min(1).max(60),
  cluster: name,
  namespaces: z.array(namespace).min(1).max(100),
  tier: z.enum(["production", "nonproduction"]),
});
export type EnvironmentEntry = z.infer<typeof environmentEntry>;

/** What is wrong, and whom it takes out. Neither name: the file itself. */
export interface ConfigProblem {
  cluster?: string;
  environment?: string;
  message: string;
}
