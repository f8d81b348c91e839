# What other layers read; nothing here is secret.
locals {
  published = {
    zone_id         = module.dns.zone_id
    staging_zone_id = module.staging_dns.zone_id
  }
}

resource "aws_ssm_parameter" "published" {
  for_each = local.published

  name  = "/horizon/shared/global/${each.key}"
  type  = "String"
  value = each.value
}
