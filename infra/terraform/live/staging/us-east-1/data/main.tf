data "aws_ssm_parameter" "network" {
  for_each = toset(["vpc_id", "data_subnet_ids", "data_client_security_group_id"])

  name = "/horizon/staging/network/${each.key}"
}

locals {
  network = { for name, parameter in data.aws_ssm_parameter.network : name => parameter.insecure_value }
}

module "database" {
  source = "../../../../modules/database"

  name        = "horizon-staging"
  environment = "staging"
  region      = "us-east-1"

  vpc_id                   = local.network["vpc_id"]
  subnet_ids               = split(",", local.network["data_subnet_ids"])
  client_security_group_id = local.network["data_client_security_group_id"]
  deletion_protection      = false
  backup_retention_days    = 1

  instance_class            = "db.t4g.medium"
  allocated_storage_gib     = 100
  max_allocated_storage_gib = 200
  multi_az                  = false
  read_replicas             = 0
  master_password           = ephemeral.aws_secretsmanager_secret_version.master["database/owner"].secret_string
}

module "cache" {
  source = "../../../../modules/cache"

  name        = "horizon-staging"
  environment = "staging"

  vpc_id                   = local.network["vpc_id"]
  subnet_ids               = split(",", local.network["data_subnet_ids"])
  client_security_group_id = local.network["data_client_security_group_id"]
  deletion_protection      = false
  backup_retention_days    = 1

  node_type          = "cache.t4g.small"
  shards             = 1
  replicas_per_shard = 0
  auth_token         = ephemeral.aws_secretsmanager_secret_version.master["redis/token"].secret_string
}

module "documentdb" {
  source = "../../../../modules/documentdb"

  name        = "horizon-staging"
  environment = "staging"

  vpc_id                   = local.network["vpc_id"]
  subnet_ids               = split(",", local.network["data_subnet_ids"])
  client_security_group_id = local.network["data_client_security_group_id"]
  deletion_protection      = false
  backup_retention_days    = 1

  instance_class  = "db.t4g.medium"
  instances       = 1
  master_password = ephemeral.aws_secretsmanager_secret_version.master["documentdb/owner"].secret_string
}

# The customers' numbers are encrypted with keys that outlive every other resource here.
module "personal_data" {
  source = "../../../../modules/personal-data"

  name           = "horizon-staging"
  environment    = "staging"
  region         = "us-east-1"
  replica_region = null
}

module "storage" {
  source    = "../../../../modules/storage"
  providers = { aws = aws.storage }

  name           = "horizon-staging"
  environment    = "staging"
  region         = "us-east-1"
  account_id     = var.account_id
  replica_region = null
  lock_backups   = false
  force_destroy  = true
}
