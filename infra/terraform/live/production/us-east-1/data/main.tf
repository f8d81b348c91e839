data "aws_ssm_parameter" "network" {
  for_each = toset(["vpc_id", "data_subnet_ids", "data_client_security_group_id"])

  name = "/horizon/production/network/${each.key}"
}

locals {
  network = { for name, parameter in data.aws_ssm_parameter.network : name => parameter.insecure_value }
}

module "database" {
  source = "../../../../modules/database"

  name        = "horizon-production"
  environment = "production"
  region      = "us-east-1"

  vpc_id                   = local.network["vpc_id"]
  subnet_ids               = split(",", local.network["data_subnet_ids"])
  client_security_group_id = local.network["data_client_security_group_id"]
  deletion_protection      = true
  backup_retention_days    = 7

  instance_class            = "db.r6g.xlarge"
  allocated_storage_gib     = 500
  max_allocated_storage_gib = 2000
  multi_az                  = true
  max_connections           = 3000
  read_replicas             = 2
  backup_replica_region     = "us-west-2"
  master_password           = ephemeral.aws_secretsmanager_secret_version.master["database/owner"].secret_string
}

module "cache" {
  source = "../../../../modules/cache"

  name        = "horizon-production"
  environment = "production"

  vpc_id                   = local.network["vpc_id"]
  subnet_ids               = split(",", local.network["data_subnet_ids"])
  client_security_group_id = local.network["data_client_security_group_id"]
  deletion_protection      = true
  backup_retention_days    = 7

  node_type               = "cache.r6g.large"
  shards                  = 1
  replicas_per_shard      = 1
  global_datastore_suffix = "horizon"
  auth_token              = ephemeral.aws_secretsmanager_secret_version.master["redis/token"].secret_string
}

module "documentdb" {
  source = "../../../../modules/documentdb"

  name        = "horizon-production"
  environment = "production"

  vpc_id                   = local.network["vpc_id"]
  subnet_ids               = split(",", local.network["data_subnet_ids"])
  client_security_group_id = local.network["data_client_security_group_id"]
  deletion_protection      = true
  backup_retention_days    = 7

  instance_class            = "db.r5.large"
  instances                 = 1
  global_cluster_identifier = "horizon"
  master_password           = ephemeral.aws_secretsmanager_secret_version.master["documentdb/owner"].secret_string
}

# The customers' numbers are encrypted with keys that outlive every other resource here.
module "personal_data" {
  source = "../../../../modules/personal-data"

  name           = "horizon-production"
  environment    = "production"
  region         = "us-east-1"
  replica_region = "us-west-2"
}

module "storage" {
  source    = "../../../../modules/storage"
  providers = { aws = aws.storage }

  name           = "horizon-production"
  environment    = "production"
  region         = "us-east-1"
  account_id     = var.account_id
  replica_region = "us-west-2"
  lock_backups   = true
  force_destroy  = false
}

module "backup" {
  source    = "../../../../modules/backup"
  providers = { aws = aws.storage }

  name        = "horizon-production"
  environment = "production"
  region      = "us-east-1"
  account_id  = var.account_id
  copy_region = "us-west-2"
  # The first Sunday of a month.
  restore_test_schedule = "cron(0 12 ? * SUN#1 *)"
}
