/** What the value of a flag is, so that it can be looked up in the estate; "any" is not looked up. */
export type AwsValue =
  | "any"
  | "database"
  | "cache"
  | "documentCluster"
  | "cluster"
  | "nodeGroup"
  | "instanceFilter"
  | "domain";

const EVENTS = { "--source-type": "any", "--duration": "any" } as const;

/**
 * The commands of AWS that runbooks may use, with the flags that they take. Written from the API models of each service;
 * a command that is not here has not been checked, so a runbook cannot use it.
 *
 * @see https://docs.aws.amazon.com/cli/latest/reference/
 */
export const AWS_COMMANDS: Record<string, Record<string, AwsValue>> = {
  "acm list-certificates": { "--certificate-statuses": "any" },
  "acm describe-certificate": { "--certificate-arn": "any" },
  "acm wait certificate-validated": { "--certificate-arn": "any" },
  "backup list-backup-jobs": { "--by-state": "any" },
  "backup list-copy-jobs": { "--by-state": "any" },
  "budgets describe-budgets": { "--account-id": "any" },
  "cloudwatch put-metric-data": {
    "--namespace": "any",
    "--metric-name": "any",
    "--dimensions": "any",
    "--value": "any",
  },
  "docdb failover-global-cluster": {
    "--global-cluster-identifier": "any",
    "--target-db-cluster-identifier": "any",
    "--allow-data-loss": "any",
  },
  "elasticache failover-global-replication-group": {
    "--global-replication-group-id": "any",
    "--primary-region": "any",
    "--primary-replication-group-id": "cache",
  },
  "docdb describe-db-clusters": { "--db-cluster-identifier": "documentCluster" },
  "docdb describe-events": { ...EVENTS, "--source-identifier": "documentCluster" },
  "docdb failover-db-cluster": { "--db-cluster-identifier": "documentCluster" },
  "ec2 describe-instances": { "--filters": "instanceFilter" },
  "eks describe-nodegroup": { "--cluster-name": "cluster", "--nodegroup-name": "nodeGroup" },
  "eks update-kubeconfig": { "--name": "cluster" },
  "eks update-nodegroup-config": {
    "--cluster-name": "cluster",
    "--nodegroup-name": "nodeGroup",
    "--scaling-config": "any",
  },
  "elasticache describe-events": { ...EVENTS, "--source-identifier": "cache" },
  "elasticache describe-replication-groups": { "--replication-group-id": "cache" },
  "elasticache modify-replication-group": {
    "--replication-group-id": "cache",
    "--cache-node-type": "any",
    "--apply-immediately": "any",
  },
  "elasticache test-failover": { "--replication-group-id": "cache", "--node-group-id": "any" },
  "kafka list-clusters-v2": {},
  "rds copy-db-snapshot": {
    "--source-region": "any",
    "--source-db-snapshot-identifier": "any",
    "--target-db-snapshot-identifier": "any",
    "--kms-key-id": "any",
  },
  "rds describe-db-snapshots": { "--db-snapshot-identifier": "any" },
  "rds restore-db-instance-to-point-in-time": {
    "--source-db-instance-identifier": "database",
    "--source-db-instance-automated-backups-arn": "any",
    "--target-db-instance-identifier": "any",
    "--restore-time": "any",
    "--use-latest-restorable-time": "any",
    "--db-subnet-group-name": "any",
    "--db-parameter-group-name": "any",
    "--vpc-security-group-ids": "any",
    "--no-publicly-accessible": "any",
  },
  "rds create-db-snapshot": { "--db-instance-identifier": "database", "--db-snapshot-identifier": "any" },
  "rds describe-db-instance-automated-backups": {},
  "rds describe-db-instances": { "--db-instance-identifier": "database" },
  "rds describe-events": { ...EVENTS, "--source-identifier": "database" },
  "rds modify-db-instance": {
    "--db-instance-identifier": "database",
    "--allocated-storage": "any",
    "--apply-immediately": "any",
  },
  "rds promote-read-replica": { "--db-instance-identifier": "database", "--backup-retention-period": "any" },
  "rds reboot-db-instance": { "--db-instance-identifier": "database", "--force-failover": "any" },
  "rds wait db-instance-available": { "--db-instance-identifier": "database" },
  "rds wait db-snapshot-available": { "--db-snapshot-identifier": "any" },
  "sesv2 get-account": {},
  "sesv2 get-email-identity": { "--email-identity": "domain" },
  "sesv2 list-suppressed-destinations": { "--reasons": "any" },
  "ssm start-session": { "--target": "any", "--document-name": "any", "--parameters": "any" },
  "sts get-caller-identity": {},
};
