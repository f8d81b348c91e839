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

# DR is changed when this region is down, so what it needs to know is in its own.
resource "aws_ssm_parameter" "published_for_dr" {
  for_each = local.published

  region = "us-west-2"
  name   = "/horizon/shared/global/${each.key}"
  type   = "String"
  value  = each.value
}
