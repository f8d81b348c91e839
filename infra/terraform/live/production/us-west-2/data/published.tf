# What other layers read; nothing here is secret.
locals {
  published = {
    secrets_key_arn = module.secrets.kms_key_arn
  }
}

resource "aws_ssm_parameter" "published" {
  for_each = local.published

  name  = "/horizon/dr/data/${each.key}"
  type  = "String"
  value = each.value
}
