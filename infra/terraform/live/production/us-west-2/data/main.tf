data "aws_ssm_parameter" "network" {
  for_each = toset(["vpc_id", "data_subnet_ids", "data_client_security_group_id"])

  name = "/horizon/dr/network/${each.key}"
}

locals {
  network = { for name, parameter in data.aws_ssm_parameter.network : name => parameter.insecure_value }
  primary = { for name, parameter in data.aws_ssm_parameter.primary : name => parameter.insecure_value }
}

data "aws_ssm_parameter" "primary" {
  for_each = toset(["database_arn", "replicated_backups_arn", "global_datastore_id"])

  name = "/horizon/production/data/${each.key}"
}

module "database" {
  source = "../../../../modules/database"

  name        = "horizon-dr"
  environment = "dr"
  region      = "us-west-2"

  vpc_id                   = local.network["vpc_id"]
  subnet_ids               = split(",", local.network["data_subnet_ids"])
  client_security_group_id = local.network["data_client_security_group_id"]
  deletion_protection      = true
  backup_retention_days    = 7

  instance_class            = "db.r6g.xlarge"
  allocated_storage_gib     = 500
  max_allocated_storage_gib = 2000
  multi_az                  = false
  read_replicas             = 0
  source_kind               = var.database_source
  source_arn                = var.database_source == "replica" ? local.primary["database_arn"] : local.primary["replicated_backups_arn"]
}

module "cache" {
  source = "../../../../modules/cache"

  name        = "horizon-dr"
  environment = "dr"

  vpc_id                   = local.network["vpc_id"]
  subnet_ids               = split(",", local.network["data_subnet_ids"])
  client_security_group_id = local.network["data_client_security_group_id"]
  deletion_protection      = true
  backup_retention_days    = 7

  node_type           = "cache.r6g.large"
  replicas_per_shard  = 0
  global_datastore_id = local.primary["global_datastore_id"]
}

module "documentdb" {
  source = "../../../../modules/documentdb"

  name        = "horizon-dr"
  environment = "dr"

  vpc_id                   = local.network["vpc_id"]
  subnet_ids               = split(",", local.network["data_subnet_ids"])
  client_security_group_id = local.network["data_client_security_group_id"]
  deletion_protection      = true
  backup_retention_days    = 7

  instance_class            = "db.r5.large"
  instances                 = 1
  global_cluster_identifier = "horizon"
  is_secondary              = true
}

module "backup" {
  source = "../../../../modules/backup"

  name        = "horizon-dr"
  environment = "dr"
  region      = "us-west-2"
  account_id  = var.account_id
}
