# What other layers read; nothing here is secret.
locals {
  published = {
    secrets_key_arn                 = module.secrets.kms_key_arn
    documents_bucket_arn            = module.storage.bucket_arns["documents"]
    backups_bucket_arn              = module.storage.bucket_arns["backups"]
    storage_key_arn                 = module.storage.kms_key_arn
    personal_data_encryption_key_id = module.personal_data.key_ids["encryption"]
    personal_data_index_key_id      = module.personal_data.key_ids["index"]
    database_arn                    = module.database.arn
    replicated_backups_arn          = module.database.replicated_backups_arn
    global_datastore_id             = module.cache.global_datastore_id
    documents_replica_bucket_name   = module.storage.replica_bucket_names["documents"]
    backups_replica_bucket_name     = module.storage.replica_bucket_names["backups"]
    storage_replica_key_arn         = module.storage.replica_kms_key_arn
  }
}

resource "aws_ssm_parameter" "published" {
  for_each = local.published

  name  = "/horizon/production/data/${each.key}"
  type  = "String"
  value = each.value
}

# DR is changed when this region is down, so what it needs to know is in its own.
resource "aws_ssm_parameter" "published_for_dr" {
  for_each = local.published

  region = "us-west-2"
  name   = "/horizon/production/data/${each.key}"
  type   = "String"
  value  = each.value
}
