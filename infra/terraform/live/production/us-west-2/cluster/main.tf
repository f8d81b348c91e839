data "aws_ssm_parameter" "network" {
  for_each = toset(["private_subnet_ids", "pod_subnet_ids", "pod_subnet_cidrs", "data_client_security_group_id", "log_key_arn"])

  name = "/horizon/dr/network/${each.key}"
}

data "aws_ssm_parameter" "data" {
  for_each = toset(["secrets_key_arn"])

  name = "/horizon/dr/data/${each.key}"
}

data "aws_ssm_parameter" "primary" {
  for_each = toset(["documents_replica_bucket_name", "backups_replica_bucket_name", "storage_replica_key_arn", "personal_data_encryption_key_id", "personal_data_index_key_id"])

  name = "/horizon/production/data/${each.key}"
}

locals {
  network = { for name, parameter in data.aws_ssm_parameter.network : name => parameter.insecure_value }
  data    = { for name, parameter in data.aws_ssm_parameter.data : name => parameter.insecure_value }
  primary = { for name, parameter in data.aws_ssm_parameter.primary : name => parameter.insecure_value }
  people  = { for group, arn in var.people_role_arns : replace(group, ":", "-") => { principal_arn = arn, kubernetes_groups = [group] } }
  administrators = {
    for name, arn in var.administrator_role_arns : "administrator-${name}" => {
      principal_arn = arn
      policy_arn    = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy"
    }
  }
}

module "pod_policies" {
  source = "../../../../modules/pod-policies"

  name        = "horizon-dr"
  environment = "dr"
  region      = "us-west-2"
  account_id  = var.account_id
  domain_name = var.domain_name

  secrets_key_arn      = local.data["secrets_key_arn"]
  documents_bucket_arn = "arn:aws:s3:::${local.primary["documents_replica_bucket_name"]}"
  backups_bucket_arn   = "arn:aws:s3:::${local.primary["backups_replica_bucket_name"]}"
  storage_key_arn      = local.primary["storage_replica_key_arn"]
  personal_data_key_ids = {
    encryption = local.primary["personal_data_encryption_key_id"]
    index      = local.primary["personal_data_index_key_id"]
  }
}

module "cluster" {
  source = "../../../../modules/cluster"

  name               = "horizon-dr"
  environment        = "dr"
  region             = "us-west-2"
  account_id         = var.account_id
  kubernetes_version = "1.35"

  availability_zones     = ["us-west-2a", "us-west-2b"]
  node_subnet_ids        = split(",", local.network["private_subnet_ids"])
  pod_subnet_ids         = split(",", local.network["pod_subnet_ids"])
  pod_subnet_cidrs       = split(",", local.network["pod_subnet_cidrs"])
  pod_security_group_ids = [local.network["data_client_security_group_id"]]

  # maxReplicas of k8s/base/*/hpa.yaml.
  autoscaled_workloads = {
    api-gateway          = 20
    auth-service         = 20
    customer-service     = 20
    credit-service       = 20
    dispute-service      = 20
    billing-service      = 20
    notification-service = 20
    worker-service       = 20
  }

  node_groups = {
    general = {
      instance_types = ["m6i.xlarge"]
      min_size       = 2
      desired_size   = 2
      max_size       = 14
    }
    workers = {
      instance_types = ["r6i.large", "r6a.large", "r5.large"]
      capacity_type  = "SPOT"
      min_size       = 0
      desired_size   = 0
      max_size       = 6
    }
  }

  api_access_cidrs = var.api_access_cidrs
  access_entries = merge(local.people, local.administrators, {
    deploy = {
      principal_arn     = "arn:aws:iam::${var.account_id}:role/horizon-dr-github-deploy"
      kubernetes_groups = ["horizon:deployer"]
    }
    ops-server-production = { principal_arn = "arn:aws:iam::${var.account_id}:role/horizon-production-ops-server", kubernetes_groups = ["horizon:ops-server"] }
  })
  pod_identities = module.pod_policies.pod_identities

  log_key_arn         = local.network["log_key_arn"]
  log_retention_days  = 365
  deletion_protection = true
}
