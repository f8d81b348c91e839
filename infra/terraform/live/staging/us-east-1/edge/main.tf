data "aws_ssm_parameter" "network" {
  for_each = toset(["vpc_id", "public_subnet_ids", "log_key_arn"])

  name = "/horizon/staging/network/${each.key}"
}

data "aws_ssm_parameter" "cluster" {
  for_each = toset(["cluster_security_group_id"])

  name = "/horizon/staging/cluster/${each.key}"
}

# The zone is the account's.
data "aws_ssm_parameter" "zone_id" {
  name = "/horizon/shared/global/staging_zone_id"
}

locals {
  network = { for name, parameter in data.aws_ssm_parameter.network : name => parameter.insecure_value }
  cluster = { for name, parameter in data.aws_ssm_parameter.cluster : name => parameter.insecure_value }
  zone_id = data.aws_ssm_parameter.zone_id.insecure_value
}

module "edge" {
  source = "../../../../modules/edge"

  name        = "horizon-staging"
  environment = "staging"
  region      = "us-east-1"
  account_id  = var.account_id

  vpc_id                    = local.network["vpc_id"]
  vpc_cidr_blocks           = ["10.2.0.0/16", "100.66.0.0/16"]
  public_subnet_ids         = split(",", local.network["public_subnet_ids"])
  cluster_security_group_id = local.cluster["cluster_security_group_id"]

  zone_id     = local.zone_id
  domain_name = var.domain_name

  load_balancers = {
    public = { ingress = "horizon-staging/api-gateway", hosts = ["api"] }
    staff  = { ingress = "horizon-system/console", hosts = ["console"], idle_timeout_seconds = 120 }
  }
  limit_callers = true

  log_retention_days  = 14
  log_key_arn         = local.network["log_key_arn"]
  deletion_protection = false
}

module "dns_failover" {
  source    = "../../../../modules/dns-failover"
  providers = { aws = aws.networking }

  name           = "horizon-staging"
  environment    = "staging"
  region         = "us-east-1"
  role           = "PRIMARY"
  zone_id        = local.zone_id
  domain_name    = var.domain_name
  control_region = "us-west-2"
  hosts = { for suffix, host in { public = { name = "api", path = "/health/ready" }, staff = { name = "console", path = "/sign-in" } } : host.name => {
    alb_dns_name = module.edge.load_balancers[suffix].dns_name
    alb_zone_id  = module.edge.load_balancers[suffix].zone_id
    health_path  = host.path
  } }
}

module "email" {
  source    = "../../../../modules/email"
  providers = { aws = aws.networking }

  name                 = "horizon-staging"
  environment          = "staging"
  region               = "us-east-1"
  account_id           = var.account_id
  zone_id              = local.zone_id
  domain_name          = var.domain_name
  mail_from_subdomain  = "mail"
  dmarc_policy         = "quarantine"
  dmarc_report_address = "dmarc@${var.domain_name}"
}
