data "aws_ssm_parameter" "network" {
  for_each = toset(["private_subnet_ids", "pod_subnet_ids", "pod_subnet_cidrs", "data_client_security_group_id", "log_key_arn"])

  name = "/horizon/staging/network/${each.key}"
}

data "aws_ssm_parameter" "data" {
  for_each = toset(["secrets_key_arn", "documents_bucket_arn", "backups_bucket_arn", "storage_key_arn", "personal_data_encryption_key_id", "personal_data_index_key_id"])

  name = "/horizon/staging/data/${each.key}"
}

locals {
  network = { for name, parameter in data.aws_ssm_parameter.network : name => parameter.insecure_value }
  data    = { for name, parameter in data.aws_ssm_parameter.data : name => parameter.insecure_value }
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

  name        = "horizon-staging"
  environment = "staging"
  region      = "us-east-1"
  account_id  = var.account_id
  domain_name = var.domain_name

  secrets_key_arn      = local.data["secrets_key_arn"]
  documents_bucket_arn = local.data["documents_bucket_arn"]
  backups_bucket_arn   = local.data["backups_bucket_arn"]
  storage_key_arn      = local.data["storage_key_arn"]
  personal_data_key_ids = {
    encryption = local.data["personal_data_encryption_key_id"]
    index      = local.data["personal_data_index_key_id"]
  }
}

module "cluster" {
  source = "../../../../modules/cluster"

  name               = "horizon-staging"
  environment        = "staging"
  region             = "us-east-1"
  account_id         = var.account_id
  kubernetes_version = "1.35"

  availability_zones     = ["us-east-1a", "us-east-1b"]
  node_subnet_ids        = split(",", local.network["private_subnet_ids"])
  pod_subnet_ids         = split(",", local.network["pod_subnet_ids"])
  pod_subnet_cidrs       = split(",", local.network["pod_subnet_cidrs"])
  pod_security_group_ids = [local.network["data_client_security_group_id"]]

  # maxReplicas of k8s/base/*/hpa.yaml.
  autoscaled_workloads = {
    api-gateway          = 5
    auth-service         = 5
    customer-service     = 5
    credit-service       = 5
    dispute-service      = 5
    billing-service      = 5
    notification-service = 5
    worker-service       = 5
  }

  node_groups = {
    general = {
      instance_types = ["m6i.large"]
      min_size       = 2
      desired_size   = 2
      max_size       = 4
      # Nobody tests at night or on weekends (the strategy's 7.2, scheduled scaling).
      schedules = {
        evening = { recurrence = "0 20 * * MON-FRI", min_size = 0, desired_size = 0, max_size = 4 }
        morning = { recurrence = "0 7 * * MON-FRI", min_size = 2, desired_size = 2, max_size = 4 }
      }
    }
    workers = {
      instance_types = ["r6i.large", "r6a.large", "r5.large"]
      capacity_type  = "SPOT"
      min_size       = 0
      desired_size   = 1
      max_size       = 2
    }
  }

  api_access_cidrs = var.api_access_cidrs
  access_entries = merge(local.people, local.administrators, {
    deploy = {
      principal_arn     = "arn:aws:iam::${var.account_id}:role/horizon-staging-github-deploy"
      kubernetes_groups = ["horizon:deployer"]
    }
    ops-server-production = { principal_arn = "arn:aws:iam::${var.account_id}:role/horizon-production-ops-server", kubernetes_groups = ["horizon:ops-server"] }
    ops-server-dr         = { principal_arn = "arn:aws:iam::${var.account_id}:role/horizon-dr-ops-server", kubernetes_groups = ["horizon:ops-server"] }
  })
  pod_identities = module.pod_policies.pod_identities

  log_key_arn         = local.network["log_key_arn"]
  log_retention_days  = 14
  deletion_protection = false
}
