# What other layers read; nothing here is secret.
locals {
  published = {
    vpc_id                        = module.network.vpc_id
    public_subnet_ids             = join(",", module.network.public_subnet_ids)
    private_subnet_ids            = join(",", module.network.private_subnet_ids)
    data_subnet_ids               = join(",", module.network.data_subnet_ids)
    pod_subnet_ids                = join(",", module.network.pod_subnet_ids)
    pod_subnet_cidrs              = join(",", module.network.pod_subnet_cidrs)
    data_client_security_group_id = module.network.data_client_security_group_id
    log_key_arn                   = module.network.log_key_arn
    nat_public_ips                = join(",", module.network.nat_public_ips)
  }
}

resource "aws_ssm_parameter" "published" {
  for_each = local.published

  name  = "/horizon/dr/network/${each.key}"
  type  = "String"
  value = each.value
}
