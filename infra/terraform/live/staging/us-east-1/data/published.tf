# What other layers read; nothing here is secret.
locals {
  published = {
    secrets_key_arn                 = module.secrets.kms_key_arn
    documents_bucket_arn            = module.storage.bucket_arns["documents"]
    backups_bucket_arn              = module.storage.bucket_arns["backups"]
    storage_key_arn                 = module.storage.kms_key_arn
    personal_data_encryption_key_id = module.personal_data.key_ids["encryption"]
    personal_data_index_key_id      = module.personal_data.key_ids["index"]
  }
}

resource "aws_ssm_parameter" "published" {
  for_each = local.published

  name  = "/horizon/staging/data/${each.key}"
  type  = "String"
  value = each.value
}
