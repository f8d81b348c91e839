# What other layers read; nothing here is secret.
locals {
  published = {
    cluster_security_group_id = module.cluster.cluster_security_group_id
  }
}

resource "aws_ssm_parameter" "published" {
  for_each = local.published

  name  = "/horizon/production/cluster/${each.key}"
  type  = "String"
  value = each.value
}
